import { fileURLToPath } from 'node:url';
import { freePort } from './ports.mjs';

const main = fileURLToPath(new URL('../issuer/main.mjs', import.meta.url));

/** The local OpenID issuer as a process of its own. */
export async function startIssuerProcess(processes, secrets) {
  const port = await freePort(4100);
  const url = `http://127.0.0.1:${port}`;
  const env = { PATH: process.env.PATH, HOST: '127.0.0.1', ...issuerSettings(url, port, secrets) };
  await processes.start('issuer', process.execPath, { args: [main], env, readyWhen: 'issuing tokens' });
  return { url, secret: secrets.issuerSecret() };
}

/** What issuer/main.mjs reads from its environment, but for HOST. */
export function issuerSettings(url, port, secrets) {
  return {
    ISSUER_URL: url,
    ISSUER_SECRET: secrets.issuerSecret(),
    ISSUER_KEYS: JSON.stringify(secrets.issuerKeys()),
    PORT: String(port),
  };
}
