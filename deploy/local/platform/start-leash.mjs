import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Starts leash.mjs, which ends what it has been told of when this process dies. */
export function startLeash() {
  const leash = spawn(process.execPath, [fileURLToPath(new URL('leash.mjs', import.meta.url))], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  leash.stdin.on('error', () => {});
  leash.unref();
  leash.stdin.unref?.();
  return leash;
}
