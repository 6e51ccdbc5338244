import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { Sentence } from '../../deploy/local/sentence.mjs';

/**
 * Runs a program to its end.
 * @param {{ input?: string, env?: object, cwd?: string }} [options] `input`: what it reads
 * @returns {Promise<string>} what it wrote
 * @throws Sentence with its complaint
 */
export async function runCommand(program, args, { input = '', ...options } = {}) {
  const child = spawn(program, args, { ...options, stdio: 'pipe' });
  child.stdin.on('error', () => {}); // it has ended before it read all
  child.stdin.end(input);
  const exited = new Promise((resolve, reject) => {
    child.once('error', () => reject(new Sentence(`${program} is needed for this and was not found.`)));
    child.once('close', resolve);
  });
  const [out, complaint, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  if (code !== 0) throw new Sentence(`${program} ${args.join(' ')}: ${(complaint || out).trim()}`);
  return out;
}

/** A command as a person gives it, by the shell; `args` are its `"$@"`. */
export const runShell = (command, { args = [], env = {} } = {}) =>
  runCommand('sh', ['-c', command, 'sh', ...args], { env: { ...process.env, ...env } });
