/** 招生计划名额. `reserved` seats belong to admitted applicants, `used` ones to those who have checked in. */
export interface Seats {
  readonly planned: number;
  readonly reserved: number;
  readonly used: number;
}

/** Seats that are left. Tolerance over the plan is 0 [D]. */
export const freeSeats = ({ planned, reserved, used }: Seats): number => planned - reserved - used;

interface Line extends Seats {
  readonly planLineId: string;
}

/**
 * Gives seats in the order of the candidates, which is the order in which the school named them: the first come
 * are the first served, and a full plan line does not hold up the applicants of another one.
 */
export function allocateSeats<Candidate extends { readonly planLineId: string }>(
  candidates: readonly Candidate[],
  lines: readonly Line[],
): { seated: Candidate[]; unseated: Candidate[] } {
  const free = new Map(lines.map((line) => [line.planLineId, freeSeats(line)]));
  const { seated = [], unseated = [] } = Object.groupBy(candidates, ({ planLineId }) => {
    const left = free.get(planLineId) ?? 0;
    free.set(planLineId, left - 1);
    return left > 0 ? 'seated' : 'unseated';
  });
  return { seated, unseated };
}

/** How many seats of each plan line are touched. */
export function countByLine(items: readonly { readonly planLineId: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { planLineId } of items) counts.set(planLineId, (counts.get(planLineId) ?? 0) + 1);
  return counts;
}
