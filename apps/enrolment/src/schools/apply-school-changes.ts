import { step, Transitions } from '#aggregates';
import { accept, type Decision } from '#aggregates/rules';
import type { Transaction } from '#database';
import { HandlesJob, jobKind, type NextStep, NOTHING } from '#jobs';
import { dayInChina } from '#national-codes';
import type { SchoolChange } from '../domain/school-change.js';
import { changeSchool } from './change-school.js';
import { decideChange } from './decide-change.js';
import { lockWhatMoves, mergeSchool } from './merge-school.js';
import { schoolChanges } from './school-changes.js';
import { schools } from './schools.js';

/** Every midnight in China. */
export const applySchoolChanges = jobKind({
  name: 'apply-school-changes',
  payload: NOTHING,
  schedule: '0 0 * * *',
});

const settle = step(schoolChanges, {
  name: 'settle-school-change',
  decide: (each, lapsedBecause: string | undefined): Decision<SchoolChange, never> =>
    accept(
      lapsedBecause === undefined
        ? { ...each, state: 'APPLIED' }
        : { ...each, state: 'LAPSED', lapsedBecause },
    ),
});

const DUE = `state = 'SCHEDULED' and effective_on <= $1 order by effective_on, change_id limit 1 for update`;

/** One change a step, in the order of their days: what the school cannot follow lapses, and says why. */
@HandlesJob(applySchoolChanges)
export class ApplySchoolChanges {
  constructor(private readonly transitions: Transitions) {}

  async handle(_: object, tx: Transaction): Promise<NextStep<object> | void> {
    const [change] = await schoolChanges.find(tx, DUE, [dayInChina(tx.at)]);
    if (!change) return;
    const { kind, schoolCode, fields } = change;
    if (kind === 'MERGE') await lockWhatMoves(tx, schoolCode, fields.successorCode!);
    const [school] = await schools.lock(tx, [schoolCode]);
    const { decision } = await decideChange(tx, school!, change);
    if (decision.ok) {
      if (kind === 'MERGE') await mergeSchool(tx, this.transitions, change);
      const { effectiveOn, reason, decisionNo } = change;
      const version = { before: school!, after: decision.value, effectiveOn, reason, decisionNo };
      await this.transitions.save(tx, schools, changeSchool, [version], {});
    }
    await this.transitions.take(tx, settle, [change], decision.ok ? undefined : decision.code);
    return {};
  }
}
