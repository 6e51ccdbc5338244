// The one-shot step of docker-compose.yml: secrets, databases, topics, migrations, and a settings file for each container.
import { writeFileSync } from 'node:fs';
import { writeEndpoints } from './endpoints.ts';
import { issuerSettings } from './platform/issuer.ts';
import { localDir } from './paths.mjs';
import { givenServers } from './platform/given.ts';
import { Processes } from './platform/processes.ts';
import { Secrets } from './platform/secrets.ts';
import { sayAndExit } from './user-facing-error.mjs';
import { services } from './service-list.mjs';
import { setUpServices } from './services.ts';

try {
  const secrets = new Secrets(localDir);
  const issuer = { url: 'http://issuer:4100' };
  const platform = { kind: 'compose', ...givenServers(), issuer };
  const processes = new Processes(localDir);
  const settings = await setUpServices(platform, { processes, secrets });
  writeSettings('issuer', issuerSettings(issuer.url, 4100, secrets));
  for (const { name } of services) writeSettings(name, settings[name]);
  const urls = Object.fromEntries(services.map(({ name, port }) => [name, `http://${name}:${port}`]));
  writeEndpoints(platform, { urls });
} catch (error) {
  sayAndExit(error);
}

/** As `node --env-file` reads it; no value holds a single quote: addresses, base64, JSON. */
function writeSettings(name: string, environment: Record<string, string>) {
  const lines = Object.entries(environment).map(([key, value]) => `${key}='${value}'\n`);
  writeFileSync(`/settings/${name}/settings.env`, lines.join(''), { mode: 0o600 });
}
