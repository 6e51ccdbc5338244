import { fileURLToPath } from 'node:url';
import type { Issuer } from '../issuer/token.ts';
import { freePort } from './ports.ts';
import type { Processes } from './processes.ts';
import type { Secrets } from './secrets.ts';

const main = fileURLToPath(new URL('../issuer/main.ts', import.meta.url));

/** The local OpenID issuer as a process of its own. */
export async function startIssuerProcess(processes: Processes, secrets: Secrets): Promise<Issuer> {
  const port = await freePort(4100);
  const url = `http://127.0.0.1:${port}`;
  const env = { PATH: process.env.PATH, HOST: '127.0.0.1', ...issuerSettings(url, port, secrets) };
  await processes.start('issuer', process.execPath, { args: [main], env, readyWhen: 'issuing tokens' });
  return { url, secret: secrets.issuerSecret() };
}

/** What issuer/main.ts reads from its environment, but for HOST. */
export function issuerSettings(url: string, port: number, secrets: Secrets): Record<string, string> {
  return {
    ISSUER_URL: url,
    ISSUER_SECRET: secrets.issuerSecret(),
    ISSUER_KEYS: JSON.stringify(secrets.issuerKeys()),
    PORT: String(port),
  };
}
