import { refuse } from '#aggregates/rules';
import { active } from '../../test/example-registrations.js';
import { applyChange, replacedBy } from './change-effect.js';
import { applyReversal, requestReversal } from './change-reversal.js';
import type { Registration } from './registration-states.js';
import { defaultRules as rules } from './rules.js';
import type { ChangeIn, StatusChange } from './status-change.js';

const at = '2024-03-10T02:00:00.000Z';
const asked = { subject: 'registrar', at, today: '2024-03-10' };
const context = { ...asked, rules, birthDate: '2006-01-01', target: undefined };
const change = (over: Partial<StatusChange>) =>
  ({ changeId: 'c1', registrationId: 'r1', schoolCode: 'S001', evidence: '1', reasonCode: 'OTHER', effectiveOn: '2024-03-01', state: 'APPROVED', version: 1, requestedBy: 'r', requestedAt: at, ...over }) as StatusChange; // prettier-ignore

/** A change that was applied to a registration, and how it stands since. */
function applied(before: Registration, over: Partial<StatusChange>) {
  const decision = applyChange(before, change(over), context);
  const after = (decision as { value: Registration }).value;
  const known = { ...change(over), state: 'APPLIED', appliedAt: at, replaced: replacedBy(before, after) };
  return { after, known: known as ChangeIn<'APPLIED'> };
}

describe('A reversal', () => {
  const pending = { ...active({ stateSince: '2024-02-01' }), state: 'TRANSFER_PENDING' } as Registration;
  const death = applied(pending, { type: 'DEATH', reasonCode: 'DECEASED' });

  it.each([
    ['is being transferred again, where the transfer goes on', true, 'TRANSFER_PENDING'],
    ['studies on at the school, where the transfer has come to its end', false, 'ACTIVE'],
  ])('of the death of who was being transferred leaves a student who %s', (_, transferIsOpen, state) => {
    const decision = applyReversal(death.after, change({ changeId: 'c2', type: 'REVERSAL' }), [death.known], {
      ...asked,
      hindrance: undefined,
      transferIsOpen,
    });
    expect(decision).toMatchObject({ value: { state, lastChangeId: 'c2' } });
  });

  it('does not lead back to the studies who has died since, at another school', () => {
    const { after, known } = applied(active(), { type: 'WITHDRAWAL', reasonCode: 'OWN_REQUEST' });
    const hindered = { hindrance: 'person-is-deceased', transferIsOpen: false } as const;
    const reversal = change({ changeId: 'c2', type: 'REVERSAL' });
    expect(applyReversal(after, reversal, [known], { ...asked, ...hindered })).toEqual(
      refuse('person-is-deceased'),
    );
  });

  it('does not reach back before a graduation that was revoked, whatever has changed since', () => {
    const leave = applied(active(), { type: 'REPEAT_YEAR' });
    const request = (resumedAt?: string) =>
      requestReversal(leave.known, { reasonCode: 'OTHER', evidence: '1' }, {
        ...asked, newId: 'c3', open: new Set(), registration: leave.after, resumedAt,
      }); // prettier-ignore
    expect(request()).toMatchObject({ ok: true });
    expect(request('2024-03-09T00:00:00.000Z')).toMatchObject({ ok: true });
    expect(request('2024-03-11T00:00:00.000Z')).toEqual(refuse('reversal-not-possible'));
  });
});
