import { accept, type Asked, type Decision, refuse } from '#aggregates/rules';
import { daysBetween } from './months.js';
import type { revocationRefusals } from './registration.js';
import type { Active, Registration } from './registration-states.js';

/**
 * 恢复在读 after a revocation: the student studies on from today. The days between the end of the studies and today are no time of study, and
 * what comes next is dated today or later.
 */
export function resumeStudies(
  registration: Registration,
  _input: object,
  { today, at }: Asked,
): Decision<Active, keyof typeof revocationRefusals> {
  if (registration.state !== 'GRADUATION_REVOKED') return refuse('not-graduated');
  const { graduatedOn, graduationBatchId: _batch, completedOn, ...record } = registration;
  const { decisionNo: _no, revocationReason: _reason, revokedBy: _by, revokedAt: _at, ...before } = record;
  // No change of before can be reversed from here.
  const { lastChangeId: _change, changedFrom: _from, ...studied } = before;
  const daysAway =
    (studied.daysAway ?? 0) + Math.max(0, daysBetween((completedOn ?? graduatedOn)!, today) - 1);
  return accept({ ...studied, state: 'ACTIVE', daysAway, stateSince: today, stateRecordedAt: at });
}
