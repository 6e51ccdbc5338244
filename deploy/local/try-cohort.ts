import { writeFileSync } from 'node:fs';
import type { TokenFor } from './cohort/api.ts';
import { runCohort, type Summary } from './cohort/run.ts';
import type { Endpoints } from './endpoints.ts';
import { fetchToken, type Issuer } from './issuer/token.ts';
import { root } from './paths.mjs';
import { progress } from './progress.ts';

const sample = `${root}deploy/local/sample/applicants.csv`;

/** Takes a file of applicants through the running services; its summary also goes to the file `json`, if given. */
export async function tryCohort(
  { endpoints, issuer }: { endpoints: Endpoints; issuer: Issuer },
  { applicants = sample, json }: { applicants?: string; json?: string },
): Promise<Summary> {
  const tokenFor: TokenFor = (role, school, person) => fetchToken(issuer, { role, school, person });
  const summary = await runCohort({ endpoints, tokenFor, applicantsFile: applicants, progress });
  if (json) writeFileSync(json, `${JSON.stringify(summary, null, 2)}\n`);
  return summary;
}
