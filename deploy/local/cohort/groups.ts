import type { School } from './api.ts';

/** Batches take at most 1,000 items; half of that keeps one transaction short. */
const AT_ONCE = 500;

export function chunksOf<T>(items: readonly T[], size = AT_ONCE): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size));
  return chunks;
}

/** Runs `work` for each school with its items, one school after the other in the order of their codes. */
export async function bySchool<T extends School>(
  items: T[],
  work: (school: string, items: T[]) => Promise<void>,
): Promise<void> {
  const schools = Map.groupBy(items, ({ schoolCode }) => schoolCode);
  const sorted = [...schools].sort(([one], [other]) => (one < other ? -1 : 1));
  for (const [school, own] of sorted) await work(school, own);
}

/** Works on the items in their order, so many at the same time. */
export async function atOnce<T>(
  items: readonly T[],
  count: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const waiting = [...items];
  const oneByOne = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: count }, oneByOne));
}
