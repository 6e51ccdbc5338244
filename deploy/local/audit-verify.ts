// `npm run audit:verify`: 核验 of the audit trail of each service. Ends with 0 when all hold, else with 1.
import { sayAndExit } from './user-facing-error.mjs';
import { runOfEachService, type Said } from './service-commands.ts';

try {
  const results = runOfEachService('--verify-audit');
  for (const { name, ok, said } of results) console.log(sentenceOf(name, ok, said.at(-1) ?? {}));
  process.exit(results.every(({ ok }) => ok) ? 0 : 1);
} catch (error) {
  sayAndExit(error);
}

function sentenceOf(name: string, ok: boolean, { entries, chains, heads, error, msg }: Said) {
  if (!ok && error?.kind !== 'BrokenTrail')
    return `未能核验 ${name}: its trail could not be looked through (${error?.message ?? error?.code ?? msg}). Are its database and Kafka up?`;
  if (!ok) return `不符 ${name}: ${error?.message}`;
  return `相符 ${name}: ${entries} entries in ${chains} chains hold, and ${heads} published heads stand.`;
}
