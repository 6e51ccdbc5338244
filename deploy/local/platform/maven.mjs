import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Sentence } from '../sentence.mjs';

/**
 * Fills `folder` by Maven once for each content of a pom.xml.
 *
 * @param what it is, in a sentence
 * @param property of the pom that names the folder
 * @param instead how the caller can do without Maven
 */
export function ensureByMaven({ what, pom, property, folder, instead }) {
  const stamp = path.join(folder, '.pom');
  const wanted = createHash('sha256').update(readFileSync(pom)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return folder;
  console.error(`Fetching ${what} …`);
  rmSync(folder, { recursive: true, force: true });
  const args = ['-q', '-B', '-f', pom, `-D${property}=${folder}`, 'generate-resources'];
  const { error, status, stdout } = spawnSync('mvn', args, { encoding: 'utf8' });
  if (error) throw new Sentence(`Maven is missing: install \`mvn\`, or ${instead}.`);
  if (status !== 0) throw new Sentence(`Maven could not fetch ${what}: ${firstError(stdout)}`);
  writeFileSync(stamp, wanted);
  return folder;
}

function firstError(output) {
  return (
    output
      .split('\n')
      .find((line) => line.includes('ERROR'))
      ?.replace(/.*\[ERROR\] /, '') ?? output
  );
}
