import { chmodSync, existsSync } from 'node:fs';
import path from 'node:path';
import { UserFacingError } from '../user-facing-error.mjs';
import { freePort } from './ports.ts';
import type { Processes } from './processes.ts';

/** Redis 7, without persistence: nothing in it may be needed after a restart. */
export async function startRedis({
  processes,
  servers,
}: {
  processes: Processes;
  servers: string;
}): Promise<{ url: string }> {
  const machine = `${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const binary = path.join(servers, 'redis', `redis-server-7.0.15-${machine}`);
  if (!existsSync(binary))
    throw new UserFacingError(
      `There is no Redis for this kind of machine (${machine}): start a Docker engine instead.`,
    );
  chmodSync(binary, 0o755);
  const port = await freePort(16379);
  await processes.start('redis', binary, {
    args: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    readyWhen: 'Ready to accept connections',
  });
  return { url: `redis://127.0.0.1:${port}` };
}
