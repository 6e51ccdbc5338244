import { testPlatform } from './platform.js';

const tokens = new Map<string, Promise<string>>();

/**
 * A token of the local issuer. Two persons of one role at one school are two subjects.
 * @param place the school of a school's role, the authority of a district officer
 */
export function tokenFor(role: string, place?: string, person?: string): Promise<string> {
  const client = [role, place ?? (person ? '' : undefined), person]
    .filter((part) => part !== undefined)
    .join(':');
  const known = tokens.get(client) ?? requestToken(client);
  tokens.set(client, known);
  return known;
}

async function requestToken(clientId: string): Promise<string> {
  const { issuerUrl, issuerSecret } = testPlatform();
  const discovery = await fetch(`${issuerUrl}/.well-known/openid-configuration`);
  const { token_endpoint: endpoint } = (await discovery.json()) as { token_endpoint: string };
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(issuerSecret)}`)}`,
    },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const body = (await answer.json()) as { access_token?: string };
  if (!body.access_token)
    throw new Error(`The local issuer gave no token for ${clientId}: ${JSON.stringify(body)}`);
  return body.access_token;
}
