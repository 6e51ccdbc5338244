// `npm run token -- --role R [--school S | --district D] [--person P]`: prints an access token of the local issuer, and nothing else.
import { readEndpoints } from './endpoints.ts';
import { accessOf, clientIdOf, cityRoles, platformRoles, schoolRoles } from './issuer/client-id.ts';
import { fetchToken } from './issuer/token.ts';
import { readOptions } from './options.mjs';
import { localDir } from './paths.mjs';
import { Secrets } from './platform/secrets.ts';
import { UserFacingError, sayAndExit } from './user-facing-error.mjs';

const text = { type: 'string' } as const;
const usage = 'npm run token -- --role ROLE [--school CODE | --district CODE] [--person NAME]';
const choices = `  ROLE with --school    ${schoolRoles.join(', ')}
  ROLE with --district  district-officer; CODE is an authorityCode such as 500112
  ROLE with neither     ${[...platformRoles, ...cityRoles].join(', ')}
  CODE and NAME         letters and digits; NAME tells two people of one role apart`;

try {
  const wanted = readOptions(usage, { role: text, school: text, district: text, person: text });
  const access = accessOf(clientIdOf(wanted));
  if (!access || access.school !== wanted.school || access.district !== wanted.district)
    throw new UserFacingError(`No token is given for that. Usage: ${usage}\n${choices}`);
  const issuer = { url: readEndpoints().issuer.url, secret: new Secrets(localDir).issuerSecret() };
  const token = await fetchToken(issuer, wanted).catch((error) => {
    throw error instanceof UserFacingError
      ? error
      : new UserFacingError('The issuer does not answer: run `npm start` and keep it running.');
  });
  console.log(token);
} catch (error) {
  sayAndExit(error);
}
