import { checkTables } from './check-tables.mjs';
import { checkTopics } from './check-topics.mjs';
import { readTables } from './read-tables.mjs';

const MOST_FINDINGS = 20;

/**
 * Holds what registrars were told against every table and every topic. Everything has healed and is level, or should be.
 * @param {{ world: object, registrars: object, history: object }} of
 * @returns {Promise<string[]>} findings in words; none is what is wanted
 */
export async function checkHistory({ world, registrars, history }) {
  const tables = await readTables(world);
  return [...checkTables(registrars, tables), ...checkTopics(tables, [...history.records])].slice(
    0,
    MOST_FINDINGS,
  );
}
