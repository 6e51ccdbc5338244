import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { serversDir } from '../paths.mjs';
import { Sentence } from '../sentence.mjs';

const pom = fileURLToPath(new URL('pom.xml', import.meta.url));

/** The JDK's `java`. */
export function findJava() {
  const { JAVA_HOME } = process.env;
  const java = JAVA_HOME ? path.join(JAVA_HOME, 'bin/java') : 'java';
  const { stderr } = spawnSync(java, ['-version'], { encoding: 'utf8' });
  // Where there is no such program, stderr is null.
  const version = Number(/version "(\d+)/.exec(stderr ?? '')?.[1] ?? 0);
  if (version < 17)
    throw new Sentence(
      JAVA_HOME
        ? `JAVA_HOME (${JAVA_HOME}) is no JDK of version 17 or later: set it to one, or start a Docker engine.`
        : 'Without Docker the servers need a JDK of version 17 or later: install one, or start a Docker engine.',
    );
  return java;
}

/** Fetches Kafka and Redis by Maven once for each content of pom.xml. */
export function ensureServers() {
  const stamp = path.join(serversDir, '.pom');
  const wanted = createHash('sha256').update(readFileSync(pom)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return serversDir;
  console.error('Fetching Kafka and Redis …');
  rmSync(serversDir, { recursive: true, force: true });
  const args = ['-q', '-B', '-f', pom, `-Dservers=${serversDir}`, 'generate-resources'];
  const { error, status, stdout } = spawnSync('mvn', args, { encoding: 'utf8' });
  if (error) throw new Sentence('Maven is missing: install `mvn`, or start a Docker engine.');
  if (status !== 0) throw new Sentence(`Maven could not fetch Kafka and Redis: ${firstError(stdout)}`);
  writeFileSync(stamp, wanted);
  return serversDir;
}

function firstError(output) {
  return (
    output
      .split('\n')
      .find((line) => line.includes('ERROR'))
      ?.replace(/.*\[ERROR\] /, '') ?? output
  );
}
