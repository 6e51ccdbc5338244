import { writeFileSync } from 'node:fs';
import { fetchToken } from './issuer/token.mjs';
import { root } from './paths.mjs';
import { progress } from './progress.mjs';

const sample = `${root}deploy/local/sample/applicants.csv`;

/** Takes a file of applicants through the running services; its summary also goes to the file `json`, if given. */
export async function tryCohort({ endpoints, issuer }, { applicants = sample, json }) {
  const { runCohort } = await import('./cohort/run.mjs');
  const tokenFor = (role, school, person) => fetchToken(issuer, { role, school, person });
  const summary = await runCohort({ endpoints, tokenFor, applicantsFile: applicants, progress });
  if (json) writeFileSync(json, `${JSON.stringify(summary, null, 2)}\n`);
  return summary;
}
