import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { UserFacingError } from '../../deploy/local/user-facing-error.mjs';

export interface CommandOptions {
  /** what it reads */
  input?: string;
  env?: NodeJS.ProcessEnv;
}

/**
 * Runs a program to its end.
 * @returns what it wrote
 * @throws UserFacingError with its complaint
 */
export async function runCommand(
  program: string,
  args: string[],
  { input = '', ...options }: CommandOptions = {},
): Promise<string> {
  const child = spawn(program, args, { ...options, stdio: 'pipe' });
  child.stdin.on('error', () => {}); // it has ended before it read all
  child.stdin.end(input);
  const exited = new Promise((resolve, reject) => {
    child.once('error', () =>
      reject(new UserFacingError(`${program} is needed for this and was not found.`)),
    );
    child.once('close', resolve);
  });
  const [out, complaint, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  if (code !== 0) throw new UserFacingError(`${program} ${args.join(' ')}: ${(complaint || out).trim()}`);
  return out;
}

/** A command as a person gives it, by the shell; `args` are its `"$@"`. */
export const runShell = (
  command: string,
  { args = [], env = {} }: { args?: string[]; env?: Record<string, string> } = {},
): Promise<string> => runCommand('sh', ['-c', command, 'sh', ...args], { env: { ...process.env, ...env } });
