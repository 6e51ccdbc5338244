import { accept, refuse } from '#aggregates/rules';
import type { Deciding } from './deciding.js';
import { approveChange, type Requested } from './identity-change.js';
import { type Known, type Standing, whyNotPossible } from './identity-change-limits.js';
import { withTransfers } from './identity-change-moves.js';
import type { Registration } from './registration-states.js';

const requested = (over: Partial<Requested> = {}): Requested => ({
  changeId: 'c1',
  kind: 'CORRECTION',
  personId: 'p1',
  schoolCode: 'S001',
  state: 'SUBMITTED',
  version: 1,
  reasonCode: 'LEGAL_CHANGE',
  evidence: '证明1',
  effectiveOn: '2026-09-01',
  requestedBy: 'registrar',
  requestedAt: '2026-09-02T00:00:00.000Z',
  ...over,
});
const holding = (...states: Registration['state'][]): Standing => ({
  registrations: states.map((state, at) => ({ state, registrationId: `r${at}` }) as Registration),
  disputed: false,
  isAlias: false,
});
const known = (over: Partial<Known> = {}): Known => ({ person: holding('ACTIVE'), differs: true, ...over });
const officer = (over: Partial<Deciding> = {}): Deciding => ({
  subject: 'officer',
  at: '2026-09-03T00:00:00.000Z',
  today: '2026-09-03',
  officerOf: 'CITY',
  tierOf: () => 'DISTRICT',
  ...over,
});
const why = (over: Partial<Requested>, about: Partial<Known> = {}) =>
  whyNotPossible(requested(over), known(about), '2026-09-03');
const merge = { kind: 'MERGE', otherId: 'p2', schoolCode: undefined } as const;
const split = { kind: 'SPLIT', schoolCode: undefined } as const;
const undo = { kind: 'UNDO', otherId: 'p2', refersTo: 'c0', schoolCode: undefined } as const;
const applied = (over: Partial<Requested>) =>
  ({
    ...requested(over),
    state: 'APPLIED',
    approvedBy: 'a',
    approvedAt: '2026-09-01T00:00:00.000Z',
  }) as const;

describe('A change of identity', () => {
  it('is approved by an officer who did not ask for it', () => {
    const decision = approveChange(requested(), known(), officer());
    expect(decision).toEqual(
      accept({
        ...requested(),
        state: 'APPLIED',
        approvedBy: 'officer',
        approvedAt: '2026-09-03T00:00:00.000Z',
      }),
    );
    expect(approveChange(requested({ requestedBy: 'officer' }), known(), officer())).toEqual(refuse('approver-is-submitter')); // prettier-ignore
  });

  it('is not decided on twice, nor by a district for a school of the city', () => {
    expect(approveChange(applied({}), known(), officer())).toEqual(refuse('identity-change-not-open'));
    const district = officer({ officerOf: 'DISTRICT', tierOf: () => 'CITY' });
    expect(approveChange(requested(), known(), district)).toEqual(refuse('city-decides'));
  });

  it('is held against what stands when it is approved as when it was asked for', () => {
    const decision = approveChange(requested(), known({ numberTaken: true }), officer());
    expect(decision).toEqual(refuse('number-of-another-person'));
  });
});

describe('A correction', () => {
  it('is of somebody who was registered, with papers that hold by today and say something else', () => {
    expect(why({})).toBeUndefined();
    expect(why({ effectiveOn: '2026-09-04' })).toBe('identity-change-in-the-future');
    expect(why({}, { person: holding('SUBMITTED', 'REJECTED') })).toBe('identity-not-approved-yet');
    expect(why({}, { differs: false })).toBe('identity-unchanged');
    expect(why({}, { person: { ...holding('GRADUATED'), isAlias: true } })).toBe('person-is-merged');
  });

  it('refers to one of the same person that was applied', () => {
    expect(why({ refersTo: 'c0' })).toBe('no-such-identity-change');
    expect(why({ refersTo: 'c0' }, { referred: applied({ personId: 'p9' }) })).toBe(
      'no-such-identity-change',
    );
    expect(why({ refersTo: 'c0' }, { referred: applied({}) })).toBeUndefined();
  });
});

describe('A merge', () => {
  it('is of two persons of whom one at most has a live registration, and neither is in dispute', () => {
    expect(why(merge, { other: holding('GRADUATED') })).toBeUndefined();
    expect(why(merge, { other: holding('ON_LEAVE') })).toBe('two-live-registrations');
    expect(why(merge, { other: { ...holding('GRADUATED'), disputed: true } })).toBe('identity-mismatch');
    expect(why({ ...merge, otherId: 'p1' }, { other: holding('GRADUATED') })).toBe('same-person');
  });
});

describe('A split', () => {
  const two = { person: holding('GRADUATED', 'ACTIVE') };
  it('takes some of the registrations of the person, and a number that nobody has', () => {
    expect(why({ ...split, registrationIds: ['r1'] }, two)).toBeUndefined();
    expect(why({ ...split, registrationIds: ['r0', 'r1'] }, two)).toBe('split-not-possible');
    expect(why({ ...split, registrationIds: ['r7'] }, two)).toBe('split-not-possible');
    expect(why({ ...split, registrationIds: ['r1'] }, { ...two, numberTaken: true })).toBe('number-of-another-person'); // prettier-ignore
  });
});

describe('A confirmed death', () => {
  it('is reversed before the records that it marks are joined, split, or are so no more', () => {
    const dead = holding('GRADUATED', 'WITHDRAWN');
    const [first, ...others] = dead.registrations;
    const marked = {
      ...dead,
      registrations: [{ ...first, deceasedOn: '2026-08-01' } as Registration, ...others],
    };
    expect(why({ ...split, registrationIds: ['r1'] }, { person: marked })).toBe('death-on-record');
    expect(why(merge, { other: marked })).toBe('death-on-record');
    expect(why(undo, { other: marked, referred: applied(merge) })).toBe('death-on-record');
    expect(why({}, { person: marked })).toBeUndefined();
  });
});

describe('An undoing', () => {
  const merged = applied({ ...merge, registrationIds: ['r0'] });
  const apart = applied({ ...split, registrationIds: ['r0'] });
  it('is of a merge or split that nothing later rests on', () => {
    const other = holding();
    expect(why(undo, { other, referred: merged })).toBeUndefined();
    expect(why(undo, { other, referred: applied({}) })).toBe('no-such-identity-change');
    expect(why(undo, { other, referred: merged, overtaken: true })).toBe('not-undoable');
  });

  it('of a split joins no two live registrations, nor takes back whom the new person registered for since', () => {
    expect(why(undo, { other: holding('ACTIVE'), referred: apart })).toBe('two-live-registrations');
    expect(why(undo, { other: holding('GRADUATED'), referred: apart })).toBeUndefined();
    expect(why(undo, { other: holding('GRADUATED', 'ACTIVE'), referred: apart })).toBe('not-undoable');
  });
});

describe('A record and that in which it goes on after a transfer', () => {
  const registrations = [
    { registrationId: 'r1', state: 'TRANSFERRED_OUT' },
    { registrationId: 'r2', state: 'GRADUATED', previousRegistrationId: 'r1', transferredInOn: '2026-03-01' },
    { registrationId: 'r3', state: 'ACTIVE', previousRegistrationId: 'r2' },
  ] as Registration[];

  it('go back together where a merge is undone', () =>
    expect([...withTransfers(['r1'], registrations)]).toEqual(['r1', 'r2']));

  it('come back together where a split is undone after a transfer of the new person', () => {
    const referred = applied({ kind: 'SPLIT', otherId: 'p2', registrationIds: ['r1'] });
    const since = (at: number): Standing => ({ ...holding(), registrations: registrations.slice(0, at) });
    expect(why(undo, { person: holding(), other: since(2), referred })).toBeUndefined();
    expect(why(undo, { person: holding(), other: since(3), referred })).toBe('not-undoable');
  });

  it('are split off together', () => {
    const person: Standing = { ...holding(), registrations };
    for (const divided of [['r1'], ['r2'], ['r2', 'r3']])
      expect(why({ ...split, registrationIds: divided }, { person })).toBe('split-not-possible');
    expect(why({ ...split, registrationIds: ['r1', 'r2'] }, { person })).toBeUndefined();
  });
});
