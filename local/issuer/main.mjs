import { createIssuer } from './issuer.mjs';

const { ISSUER_URL, ISSUER_SECRET, ISSUER_KEYS, PORT, HOST } = process.env;
const issuer = createIssuer({ url: ISSUER_URL, secret: ISSUER_SECRET, keys: JSON.parse(ISSUER_KEYS) });
issuer.on('server_error', (_context, error) => console.error(error));
const server = issuer.listen(Number(PORT), HOST, () => console.log(`${ISSUER_URL} is issuing tokens`));
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    server.close();
    server.closeAllConnections();
  });
