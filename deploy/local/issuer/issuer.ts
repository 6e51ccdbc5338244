import Provider from 'oidc-provider';
import { accessOf } from './client-id.ts';

/** The resource that every token is for; the services accept this audience only. */
const audience = 'jiangtu';

/**
 * A local OpenID provider: client_credentials only, JWT access tokens with the claims `role` and
 * `school` or `district`.
 * Any client id of the form in client-id.ts is known, and all have the same secret: for trying and testing only.
 */
export function createIssuer(url: string, secret: string, keys: { keys: object[] }): Provider {
  const provider = new Provider(url, {
    jwks: keys,
    adapter: clientsByName(secret),
    clientAuthMethods: ['client_secret_basic'],
    responseTypes: [],
    ttl: { ClientCredentials: 60 * 60 },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => `urn:${audience}`,
        getResourceServerInfo: () => ({
          scope: '',
          audience,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    extraTokenClaims: (_context: unknown, token: { clientId: string }) => accessOf(token.clientId),
  });
  return provider;
}

/** Clients are not stored: their id says what they may do. Nothing else needs storing for this grant. */
function clientsByName(secret: string) {
  return (kind: string) => ({
    find: async (id: string) => (kind === 'Client' && accessOf(id) ? clientOf(id, secret) : undefined),
    upsert: async () => {},
    destroy: async () => {},
  });
}

function clientOf(id: string, secret: string) {
  return {
    client_id: id,
    client_secret: secret,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  };
}
