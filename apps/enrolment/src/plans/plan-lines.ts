import { aggregate, fact, type Following } from '#aggregates';
import { PlanLineState } from '#contracts';
import type { Transaction } from '#database';
import type { Admitted } from '../domain/application.js';
import { PlanLine } from '../domain/plan-line.js';

/**
 * 招生计划 in its table. Readers of the topic know drafts and what is published: until the city publishes a line it is a draft to
 * them, whoever has it in hand (decision 28).
 */
export const planLines = aggregate({
  name: 'plan-line',
  table: 'plan_lines',
  id: 'planLineId',
  school: 'schoolCode',
  states: PlanLine,
  snapshot: fact(PlanLineState, (line: PlanLine) => ({
    ...line,
    status: line.status === 'PUBLISHED' || line.status === 'CLOSED' ? line.status : ('DRAFT' as const),
  })),
});

/**
 * Moves the seats of applications that were saved: one new version of each line.
 * @param change by how much each of them changes the seats that are reserved and used
 * @throws Error where the scope does not see a line: its seats would be wrong for good
 */
export async function moveSeats(
  tx: Transaction,
  moved: readonly Pick<Admitted, 'applicationId' | 'planLineId'>[],
  change: { readonly reserved: -1 | 0 | 1; readonly used: -1 | 0 | 1 },
  { save, causeOf }: Pick<Following, 'save' | 'causeOf'>,
): Promise<void> {
  if (moved.length === 0) return;
  const byLine = Map.groupBy(moved, ({ planLineId }) => planLineId);
  const lines = await planLines.lock(tx, [...byLine.keys()]);
  if (lines.length < byLine.size) throw new Error('A plan line whose seats move is not to be seen.');
  await save(
    planLines,
    lines.map((before) => {
      const those = byLine.get(before.planLineId)!;
      const reserved = before.reserved + those.length * change.reserved;
      const used = before.used + those.length * change.used;
      const causedBy = causeOf?.(those.at(-1)!.applicationId);
      return { before, after: { ...before, reserved, used }, causedBy };
    }),
  );
}

export type PlanKey = Pick<PlanLine, 'offeringId' | 'year' | 'season' | 'scope'>;
/** The columns of it, which are unique. */
export const PLAN_KEY = 'offering_id, year, season, scope';
export const planKey = ({ offeringId, year, season, scope }: PlanKey): string =>
  [offeringId, year, season, scope].join('/');

/** Locks the plan lines of some keys, in the order of their ids. */
export async function lockPlanLines(
  tx: Transaction,
  keys: readonly PlanKey[],
): Promise<ReadonlyMap<string, PlanLine>> {
  const ofKeys = `(${PLAN_KEY}) in (select * from unnest($1::uuid[], $2::int[], $3::text[], $4::text[]))
    order by plan_line_id for update`;
  const lines = await planLines.find(tx, ofKeys, [
    keys.map((each) => each.offeringId),
    keys.map((each) => each.year),
    keys.map((each) => each.season),
    keys.map((each) => each.scope),
  ]);
  return new Map(lines.map((line) => [planKey(line), line]));
}
