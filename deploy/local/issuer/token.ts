import { UserFacingError } from '../user-facing-error.mjs';
import { type Client, clientIdOf } from './client-id.ts';

export interface Issuer {
  url: string;
  /** of all its clients */
  secret: string;
}

/** Fetches an access token. */
export async function fetchToken(issuer: Issuer, client: Client): Promise<string> {
  const { role, school, district } = client;
  const name = encodeURIComponent(clientIdOf(client));
  const response = await fetch(`${issuer.url}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${name}:${encodeURIComponent(issuer.secret)}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const answer = (await response.json()) as { access_token: string; error?: string };
  if (!response.ok)
    throw new UserFacingError(
      `The issuer gives no token for role ${role} of ${school ?? district ?? 'the city'}: ${answer.error}.`,
    );
  return answer.access_token;
}
