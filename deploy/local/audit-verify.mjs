// `npm run audit:verify`: 核验 of the audit trail of each service. Ends with 0 when all hold, else with 1.
import { sayAndExit } from './sentence.mjs';
import { runOfEachService } from './service-commands.mjs';

try {
  const results = runOfEachService('--verify-audit');
  for (const { name, ok, said } of results) console.log(sentenceOf(name, ok, said.at(-1) ?? {}));
  process.exit(results.every(({ ok }) => ok) ? 0 : 1);
} catch (error) {
  sayAndExit(error);
}

function sentenceOf(name, ok, { entries, chains, heads, error, msg }) {
  if (!ok && error?.kind !== 'BrokenTrail')
    return `未能核验 ${name}: its trail could not be looked through (${error?.message ?? error?.code ?? msg}). Are its database and Kafka up?`;
  if (!ok) return `不符 ${name}: ${error.message}`;
  return `相符 ${name}: ${entries} entries in ${chains} chains hold, and ${heads} published heads stand.`;
}
