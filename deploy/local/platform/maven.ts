import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UserFacingError } from '../user-facing-error.mjs';

export interface MavenOrder {
  /** it is, in a sentence */
  what: string;
  pom: string;
  /** of the pom that names the folder */
  property: string;
  folder: string;
  /** how the caller can do without Maven */
  instead: string;
}

/** Fills `folder` by Maven once for each content of a pom.xml. */
export function ensureByMaven({ what, pom, property, folder, instead }: MavenOrder): string {
  const stamp = path.join(folder, '.pom');
  const wanted = createHash('sha256').update(readFileSync(pom)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return folder;
  console.error(`Fetching ${what} …`);
  rmSync(folder, { recursive: true, force: true });
  const args = ['-q', '-B', '-f', pom, `-D${property}=${folder}`, 'generate-resources'];
  const { error, status, stdout } = spawnSync('mvn', args, { encoding: 'utf8' });
  if (error) throw new UserFacingError(`Maven is missing: install \`mvn\`, or ${instead}.`);
  if (status !== 0) throw new UserFacingError(`Maven could not fetch ${what}: ${firstError(stdout)}`);
  writeFileSync(stamp, wanted);
  return folder;
}

function firstError(output: string) {
  return (
    output
      .split('\n')
      .find((line) => line.includes('ERROR'))
      ?.replace(/.*\[ERROR\] /, '') ?? output
  );
}
