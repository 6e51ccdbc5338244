// `npm run reconcile`: 对账 of the running services. Ends with 0 when all is level, else with 1.
import { writeFileSync } from 'node:fs';
import { apiOf } from './cohort/api.mjs';
import { readEndpoints } from './endpoints.mjs';
import { fetchToken } from './issuer/token.mjs';
import { readOptions } from './options.mjs';
import { localDir } from './paths.mjs';
import { Secrets } from './platform/secrets.mjs';
import { progress } from './progress.mjs';
import { reconcile, reconciliationInWords } from './reconciliation.mjs';
import { Sentence, sayAndExit } from './sentence.mjs';

const text = { type: 'string' };
const usage = 'npm run reconcile -- [--from DAY] [--to DAY] [--grace SECONDS] [--json FILE]';

try {
  const { from, to, grace, json } = readOptions(usage, { from: text, to: text, grace: text, json: text });
  const endpoints = readEndpoints();
  const issuer = { url: endpoints.issuer.url, secret: new Secrets(localDir).issuerSecret() };
  const tokenFor = (role, school, person) => fetchToken(issuer, { role, school, person });
  const span = { from, to, graceSeconds: grace, progress };
  const result = await reconcile(apiOf({ endpoints, tokenFor }), span).catch((error) => {
    if (error instanceof TypeError)
      throw new Sentence('A service does not answer: run `npm start` and keep it running.');
    throw error;
  });
  if (json) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
  console.log(reconciliationInWords(result));
  process.exit(result.level ? 0 : 1);
} catch (error) {
  sayAndExit(error);
}
