import { aidRefusal, type Movement, movementKind } from './figures.js';

const came = (over: Partial<Movement> = {}): Movement => ({
  direction: 1,
  counterpart: null,
  withinUnit: false,
  ...over,
});
const went = (over: Partial<Movement>): Movement => ({ ...came(over), direction: -1 });

describe('A movement', () => {
  it('is intake where there was nothing before it', () => {
    expect(movementKind(came())).toBe('intake');
  });

  it('is a return of who was on leave or served, and a transfer of who studied elsewhere', () => {
    expect(movementKind(came({ counterpart: 'ON_LEAVE', withinUnit: true }))).toBe('returned');
    expect(movementKind(came({ counterpart: 'RETAINED', withinUnit: true }))).toBe('returned');
    expect(movementKind(came({ counterpart: 'ACTIVE' }))).toBe('transferredIn');
    expect(movementKind(went({ counterpart: 'ACTIVE' }))).toBe('transferredOut');
  });

  it('is no return of who comes back from where the study had ended', () => {
    expect(movementKind(came({ counterpart: 'WITHDRAWN' }))).toBe('otherIn');
    expect(movementKind(came({ counterpart: 'GRADUATION_REVOKED' }))).toBe('otherIn');
  });

  it('stays within the school where only major, level or class year change', () => {
    expect(movementKind(came({ counterpart: 'ACTIVE', withinUnit: true }))).toBe('movedWithin');
    expect(movementKind(went({ counterpart: 'TRANSFER_PENDING', withinUnit: true }))).toBe('movedWithin');
  });

  it('is named after the state in which who leaves stands', () => {
    expect(movementKind(went({ counterpart: 'GRADUATED' }))).toBe('graduated');
    expect(movementKind(went({ counterpart: 'ON_LEAVE', withinUnit: true }))).toBe('onLeave');
    expect(movementKind(went({ counterpart: 'REJECTED' }))).toBe('otherOut');
  });
});

describe('Aid', () => {
  it('is for full-time students who study on the day', () => {
    expect(aidRefusal({ studyMode: 'FULL_TIME', state: 'ACTIVE' })).toBeUndefined();
    expect(aidRefusal({ studyMode: 'PART_TIME', state: 'ACTIVE' })).toContain('非全日制');
    expect(aidRefusal({ studyMode: 'FULL_TIME', state: 'ON_LEAVE' })).toContain('不在校');
  });
});
