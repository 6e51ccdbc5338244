import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export interface LocalIssuer {
  url: string;
  /** how often its keys were asked for */
  keyRequests(): number;
  /** claims that are good but for what is given */
  claims(claims?: Claims, options?: TokenOptions): JWTPayload;
  /** a token that is good but for what is given */
  token(claims?: Claims, options?: TokenOptions): Promise<string>;
  /** Signs by a new key from now on, and publishes that key only. */
  rotate(): Promise<void>;
  /** the public key as PEM, as anybody can have it */
  publicKey(): Promise<string>;
  close(): Promise<void>;
}

type Claims = JWTPayload & { role?: unknown; school?: unknown; district?: unknown };

interface TokenOptions {
  /** seconds from now */
  expiresIn?: number;
  /** signed by a key that the issuer does not publish */
  forged?: boolean;
  /** names a key of this id, whichever signs */
  kid?: string;
  /** says that it is a token of this type; undefined: of none */
  typ?: string;
}

/** A real HTTP server that publishes a discovery document and keys, as an OpenID provider does. */
export async function startLocalIssuer(port = 0): Promise<LocalIssuer> {
  const forger = await generateKeyPair('ES256');
  let real = await generateKeyPair('ES256');
  let generation = 1;
  let keyRequests = 0;
  const jwksOf = async ({ publicKey }: typeof real) => ({
    keys: [{ ...(await exportJWK(publicKey)), kid: `e${generation}`, alg: 'ES256' }],
  });
  let jwks = await jwksOf(real);
  let url = '';
  const server = createServer((request, response) => {
    const isDiscovery = request.url === '/.well-known/openid-configuration';
    if (!isDiscovery) keyRequests += 1;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(isDiscovery ? { issuer: url, jwks_uri: `${url}/jwks` } : jwks));
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const claimsOf: LocalIssuer['claims'] = (claims = {}, { expiresIn = 60 } = {}) => ({
    iss: url,
    aud: 'jiangtu',
    sub: 'officer-1',
    role: 'city-officer',
    exp: Math.floor(Date.now() / 1000) + expiresIn,
    ...claims,
  });
  return {
    url,
    keyRequests: () => keyRequests,
    claims: claimsOf,
    token: (claims = {}, options = {}) =>
      new SignJWT(claimsOf(claims, options))
        .setProtectedHeader({
          alg: 'ES256',
          typ: 'typ' in options ? options.typ : 'at+jwt',
          kid: options.kid ?? `e${generation}`,
        })
        .sign(options.forged ? forger.privateKey : real.privateKey),
    rotate: async () => {
      real = await generateKeyPair('ES256');
      generation += 1;
      jwks = await jwksOf(real);
    },
    publicKey: () => exportSPKI(real.publicKey),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
