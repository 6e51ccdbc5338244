/** Batches take at most 1,000 items; half of that keeps one transaction short. */
const AT_ONCE = 500;

export function chunksOf(items, size = AT_ONCE) {
  const chunks = [];
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size));
  return chunks;
}

/** Runs `work` for each school with its items, one school after the other in the order of their codes. */
export async function bySchool(items, work) {
  const schools = Map.groupBy(items, ({ schoolCode }) => schoolCode);
  const codes = [...schools.keys()].sort((one, other) => (one < other ? -1 : 1));
  for (const school of codes) await work(school, schools.get(school));
}
