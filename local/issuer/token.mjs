import { Sentence } from '../sentence.mjs';
import { clientIdOf } from './client-id.mjs';

/** Fetches an access token for a role, a school (school roles only) and, to tell two officers apart, a person. */
export async function fetchToken(issuer, { role, school, person }) {
  const name = encodeURIComponent(clientIdOf({ role, school, person }));
  const response = await fetch(`${issuer.url}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${name}:${encodeURIComponent(issuer.secret)}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const answer = await response.json();
  if (!response.ok)
    throw new Sentence(
      `The issuer gives no token for role ${role} of school ${school ?? '(none)'}: ${answer.error}.`,
    );
  return answer.access_token;
}
