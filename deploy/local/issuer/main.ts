import { createPrivateKey } from 'node:crypto';
import { createIssuer } from './issuer.ts';

const { ISSUER_URL = '', ISSUER_SECRET = '', ISSUER_KEYS = '', PORT, HOST } = process.env;
const issuer = createIssuer(ISSUER_URL, ISSUER_SECRET, keySet(ISSUER_KEYS));
issuer.on('server_error', (_context: unknown, error: unknown) => console.error(error));
const server = issuer.listen(Number(PORT), HOST, () => console.log(`${ISSUER_URL} is issuing tokens`));
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    server.close();
    server.closeAllConnections();
  });

/** As a JWK set, or one RSA key in PEM, which is what Helm can make. */
function keySet(keys: string): { keys: object[] } {
  if (!keys.startsWith('-----BEGIN')) return JSON.parse(keys);
  const jwk = createPrivateKey(keys).export({ format: 'jwk' });
  return { keys: [{ ...jwk, use: 'sig', alg: 'RS256', kid: jwk.n?.slice(0, 16) }] };
}
