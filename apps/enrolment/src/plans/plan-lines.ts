import { aggregate, fact, type Following } from '#aggregates';
import { PlanLineState } from '#contracts';
import type { Transaction } from '#database';
import type { Admitted } from '../domain/application.js';
import { PlanLine } from '../domain/plan-line.js';

/** 招生计划 in its table. */
export const planLines = aggregate({
  name: 'plan-line',
  table: 'plan_lines',
  id: 'planLineId',
  school: 'schoolCode',
  states: PlanLine,
  snapshot: fact(PlanLineState),
});

/**
 * Moves the seats of applications that were saved: one new version of each line.
 * @param change by how much each of them changes the seats that are reserved and used
 */
export async function moveSeats(
  tx: Transaction,
  moved: readonly Pick<Admitted, 'applicationId' | 'planLineId'>[],
  change: { readonly reserved: -1 | 0 | 1; readonly used: -1 | 0 | 1 },
  { save, causeOf }: Pick<Following, 'save' | 'causeOf'>,
): Promise<void> {
  const byLine = Map.groupBy(moved, ({ planLineId }) => planLineId);
  const lines = await planLines.lock(tx, [...byLine.keys()]);
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
