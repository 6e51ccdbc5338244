import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

/** Starts leash.ts, which ends what it has been told of when this process dies. */
export function startLeash(): ChildProcess {
  const leash = spawn(process.execPath, [fileURLToPath(new URL('leash.ts', import.meta.url))], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  leash.stdin.on('error', () => {});
  leash.unref();
  // A pipe, which can be unreferenced.
  (leash.stdin as Socket).unref();
  return leash;
}
