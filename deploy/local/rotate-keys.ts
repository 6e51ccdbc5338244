// `npm run rotate-keys`: gives each running service a new key at rest, as an operator does it: known, current, alone.
import { readEndpoints } from './endpoints.ts';
import { readOptions } from './options.mjs';
import { localDir } from './paths.mjs';
import { Secrets } from './platform/secrets.ts';
import { progress } from './progress.ts';
import { UserFacingError, sayAndExit } from './user-facing-error.mjs';
import { runOfEachService } from './service-commands.ts';
import { untilRestarted } from './until-restarted.ts';

/** Employment seals nothing at rest. */
const SEALING = ['enrolment', 'student-records', 'certificates', 'certificate-lookup'];

try {
  readOptions('npm run rotate-keys', {});
  await change('a new key is known', (secrets, name) => secrets.addSealingKey(name));
  await change('the new key seals', (secrets, name) => secrets.useNewestSealingKey(name));
  for (const { name, ok, said } of runOfEachService('--rotate-keys', SEALING)) {
    if (!ok) throw new UserFacingError(`${name}: ${said.at(-1)?.error?.message ?? said.at(-1)?.msg}`);
    for (const { table, resealed, key } of said.filter(({ table: each }) => each))
      console.log(`${name}: ${resealed} rows of ${table} sealed again by ${key}`);
  }
  await change('the old key is gone', (secrets, name) => secrets.dropOlderSealingKeys(name));
} catch (error) {
  sayAndExit(error);
}

/** Changes the ring of each service, and waits until `npm start` has restarted those whose ring is another now. */
async function change(words: string, step: (secrets: Secrets, name: string) => void) {
  const before = readEndpoints().services;
  const secrets = new Secrets(localDir);
  const changed = SEALING.filter((name) => {
    const ring = JSON.stringify(secrets.sealingKeys(name));
    step(secrets, name);
    return JSON.stringify(secrets.sealingKeys(name)) !== ring;
  });
  await untilRestarted(changed, before);
  progress(words);
}
