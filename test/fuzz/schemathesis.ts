import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../deploy/local/paths.mjs';
import { UserFacingError } from '../../deploy/local/user-facing-error.mjs';

const requirements = path.join(root, 'test/fuzz/requirements.txt');
const venv = path.join(root, 'var/schemathesis');
const stamp = path.join(venv, '.installed');

/** Installs schemathesis from PyPI, once for each list of versions. @returns the program */
export function ensureSchemathesis(log: (text: string) => void): string {
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const program = path.join(venv, 'bin/schemathesis');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return program;
  log('installing schemathesis');
  rmSync(venv, { recursive: true, force: true });
  run('python3', ['-m', 'venv', venv], 'The fuzz needs Python 3.10 or later with venv, as `python3`');
  const install = ['install', '--quiet', '--disable-pip-version-check', '--requirement', requirements];
  run(path.join(venv, 'bin/pip'), install, 'schemathesis could not be installed from PyPI');
  writeFileSync(stamp, wanted);
  return program;
}

function run(command: string, args: string[], failure: string) {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new UserFacingError(`${failure}: see the messages above.`);
}
