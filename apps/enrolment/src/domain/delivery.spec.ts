import type { Asked } from '#aggregates/rules';
import { ApplicationState } from '#contracts';
import { type Application, APPLICATION_STATES } from './application.js';
import { whyNotCorrected, withdrawDelivered } from './delivery.js';

const asked: Asked = { subject: 'platform', at: '2026-08-01T02:00:00.000Z', today: '2026-08-01' };
const delivered = (over: object = {}) =>
  ({ state: 'SUBMITTED', schoolCode: 'S001', contributors: ['platform'], ...over }) as unknown as Application;

describe('Other content under the number of a platform', () => {
  it.each([
    ['is a correction where nobody else has had a hand in the application', {}, undefined],
    ['is none once the school works on it', { contributors: ['platform', 'clerk'] }, 'school-has-taken-over'],
    ['is none for another school', { schoolCode: 'S002' }, 'number-of-another-school'],
    ['is none once the application is over', { state: 'WITHDRAWN' }, 'wrong-state'],
    ['is none once there is a seat', { state: 'ADMITTED' }, 'wrong-state'],
    ['is none once the person was erased', { erasedAt: '2026-07-01T00:00:00.000Z' }, 'wrong-state'],
  ])('%s', (_, over, code) => {
    expect(whyNotCorrected(delivered(over), { schoolCode: 'S001', subject: 'platform' })).toBe(code);
  });
});

describe('A withdrawal at a platform', () => {
  it.each(APPLICATION_STATES.map((state) => [state] as const))('of one that is %s', (state) => {
    const decision = withdrawDelivered(delivered({ state }), asked);
    const after = decision.ok ? decision.value.state : decision.code;
    const gives = { OFFERED: 'DECLINED', ADMITTED: 'DECLINED', DECLINED: 'DECLINED' } as Record<
      string,
      string
    >;
    const open = ['DRAFT', 'SUBMITTED', 'UNDER_REVIEW', 'WAITLISTED', 'WITHDRAWN'];
    expect(after).toBe(gives[state] ?? (open.includes(state) ? 'WITHDRAWN' : 'wrong-state'));
  });
});

it('The published states of applications are those that there are', () => {
  expect(ApplicationState.meta()!['x-known-values']).toEqual(APPLICATION_STATES);
});
