// `npm run reconcile`: 对账 of the running services. Ends with 0 when everything agrees, else with 1.
import { writeFileSync } from 'node:fs';
import { apiOf, type TokenFor } from './cohort/api.ts';
import { readEndpoints } from './endpoints.ts';
import { fetchToken } from './issuer/token.ts';
import { readOptions } from './options.mjs';
import { localDir } from './paths.mjs';
import { Secrets } from './platform/secrets.ts';
import { progress } from './progress.ts';
import { checkTopics, reconcile, reconciliationInWords, topicsInWords } from './reconciliation.ts';
import { UserFacingError, sayAndExit } from './user-facing-error.mjs';

const text = { type: 'string' } as const;
const usage =
  'npm run reconcile -- [--from DAY] [--to DAY] [--grace SECONDS] [--json FILE], or --topics [--repair] [--json FILE]';

try {
  const options = readOptions(usage, {
    from: text,
    to: text,
    grace: text,
    json: text,
    topics: { type: 'boolean' },
    repair: { type: 'boolean' },
  });
  const endpoints = readEndpoints();
  const issuer = { url: endpoints.issuer.url, secret: new Secrets(localDir).issuerSecret() };
  const tokenFor: TokenFor = (role, school, person) => fetchToken(issuer, { role, school, person });
  const api = apiOf({ endpoints, tokenFor });
  const { result, caughtUp, words } = await (options.topics ? topics() : graduations()).catch(inSentence);
  if (options.json) writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
  console.log(words);
  process.exit(caughtUp ? 0 : 1);

  async function graduations() {
    const { from, to, grace: graceSeconds } = options;
    const compared = await reconcile(api, { from, to, graceSeconds, progress });
    return { result: compared, caughtUp: compared.caughtUp, words: reconciliationInWords(compared) };
  }

  async function topics() {
    const checks = await checkTopics(api, { repair: options.repair, progress });
    const isCaughtUp = checks.every(({ differing }) => differing === 0);
    return { result: checks, caughtUp: isCaughtUp, words: topicsInWords(checks) };
  }
} catch (error) {
  sayAndExit(error);
}

function inSentence(error: unknown): never {
  if (error instanceof TypeError)
    throw new UserFacingError('A service does not answer: run `npm start` and keep it running.');
  throw error;
}
