import { Sentence } from '../sentence.mjs';
import { clientIdOf } from './client-id.mjs';

/** Fetches an access token for a role, its school or district where it has one and, to tell two officers apart, a person. */
export async function fetchToken(issuer, { role, school, district, person }) {
  const name = encodeURIComponent(clientIdOf({ role, school, district, person }));
  const response = await fetch(`${issuer.url}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${name}:${encodeURIComponent(issuer.secret)}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const answer = await response.json();
  if (!response.ok)
    throw new Sentence(
      `The issuer gives no token for role ${role} of ${school ?? district ?? 'the city'}: ${answer.error}.`,
    );
  return answer.access_token;
}
