import { fileURLToPath } from 'node:url';
import { freePort } from './ports.mjs';

const main = fileURLToPath(new URL('../issuer/main.mjs', import.meta.url));

/** The local OpenID issuer as a process of its own. */
export async function startIssuerProcess(processes, secrets) {
  const port = await freePort(4100);
  const url = `http://127.0.0.1:${port}`;
  const secret = secrets.issuerSecret();
  const settings = {
    ISSUER_URL: url,
    ISSUER_SECRET: secret,
    ISSUER_KEYS: JSON.stringify(secrets.issuerKeys()),
    PORT: String(port),
  };
  await processes.start('issuer', process.execPath, {
    args: [main],
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', ...settings },
    readyWhen: 'issuing tokens',
  });
  return { url, secret };
}
