// The cohort alone, against services that run already: in docker compose, or beside `npm start -- --no-cohort`.
import { readEndpoints } from './endpoints.ts';
import { readStartOptions } from './options.mjs';
import { localDir } from './paths.mjs';
import { Secrets } from './platform/secrets.ts';
import { sayAndExit } from './user-facing-error.mjs';
import { tryCohort } from './try-cohort.ts';

try {
  const options = readStartOptions();
  const endpoints = readEndpoints();
  const issuer = { url: endpoints.issuer.url, secret: new Secrets(localDir).issuerSecret() };
  const summary = await tryCohort({ endpoints, issuer }, options);
  process.exitCode = summary.ok ? 0 : 1;
} catch (error) {
  sayAndExit(error);
}
