import { batchTransition } from '#aggregates';
import type { Transaction } from '#database';
import type { Offering } from '../domain/offering.js';
import { type PlanLine, planPublicationRefusals, publish } from '../domain/plan-line.js';
import type { School } from '../domain/school.js';
import { planLines } from './plan-lines.js';

/** 计划公布: from now on applicants can be admitted to the seats. */
export const publishPlanLines = batchTransition(planLines, {
  name: 'publish-plan-lines',
  path: 'publish',
  roles: ['city-officer'],
  sentence: { zh: '公布了招生计划', en: 'published the plan line' },
  input: {},
  refuses: planPublicationRefusals,
  context: statusesOf,
  decide: (each, _input, { statuses, subject }) =>
    publish(each, { subject, ...statuses.get(each.offeringId)! }),
});

async function statusesOf(tx: Transaction, lines: readonly PlanLine[]) {
  const rows = await tx.query<{
    offering_id: string;
    offering: Offering['status'];
    school: School['status'];
  }>(
    `select offering_id, o.status as offering, s.status as school
     from offerings o join schools s using (school_code) where offering_id = any($1)`,
    [lines.map(({ offeringId }) => offeringId)],
  );
  const statuses = rows.map(
    (row) => [row.offering_id, { offeringStatus: row.offering, schoolStatus: row.school }] as const,
  );
  return { statuses: new Map(statuses) };
}
