import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export interface LocalIssuer {
  url: string;
  /** a token that is good but for what is given */
  token(claims?: JWTPayload & { role?: unknown; school?: unknown }, options?: TokenOptions): Promise<string>;
  close(): Promise<void>;
}

interface TokenOptions {
  /** seconds from now */
  expiresIn?: number;
  /** signed by a key that the issuer does not publish */
  forged?: boolean;
}

/** A real HTTP server that publishes a discovery document and keys, as an OpenID provider does. */
export async function startLocalIssuer(port = 0): Promise<LocalIssuer> {
  const [real, forger] = await Promise.all([generateKeyPair('ES256'), generateKeyPair('ES256')]);
  const jwks = { keys: [{ ...(await exportJWK(real.publicKey)), kid: 'e1', alg: 'ES256' }] };
  let url = '';
  const server = createServer((request, response) => {
    const isDiscovery = request.url === '/.well-known/openid-configuration';
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(isDiscovery ? { issuer: url, jwks_uri: `${url}/jwks` } : jwks));
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    token: (claims = {}, { expiresIn = 60, forged = false } = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const defaults = {
        iss: url,
        aud: 'jiangtu',
        sub: 'officer-1',
        role: 'city-officer',
        exp: now + expiresIn,
      };
      return new SignJWT({ ...defaults, ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: 'e1' })
        .sign(forged ? forger.privateKey : real.privateKey);
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
