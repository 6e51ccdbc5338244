// `npm run token -- --role R [--school S] [--person P]`: prints an access token of the local issuer, and nothing else.
import { readEndpoints } from './endpoints.mjs';
import { fetchToken } from './issuer/token.mjs';
import { readOptions } from './options.mjs';
import { localDir } from './paths.mjs';
import { Secrets } from './platform/secrets.mjs';
import { Sentence, sayAndExit } from './sentence.mjs';

const text = { type: 'string' };

try {
  const usage = 'npm run token -- --role ROLE [--school CODE] [--person NAME]';
  const { role, school, person } = readOptions(usage, { role: text, school: text, person: text });
  if (!role) throw new Sentence(`Which role? Usage: ${usage}`);
  const issuer = { url: readEndpoints().issuer.url, secret: new Secrets(localDir).issuerSecret() };
  const token = await fetchToken(issuer, { role, school, person }).catch((error) => {
    throw error instanceof Sentence
      ? error
      : new Sentence('The issuer does not answer: run `npm start` and keep it running.');
  });
  console.log(token);
} catch (error) {
  sayAndExit(error);
}
