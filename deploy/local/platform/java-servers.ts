import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { UserFacingError } from '../user-facing-error.mjs';
import { ensureByMaven, servers } from './maven.mjs';

/** The JDK's `java`. */
export function findJava(instead = 'start a Docker engine'): string {
  const { JAVA_HOME } = process.env;
  const java = JAVA_HOME ? path.join(JAVA_HOME, 'bin/java') : 'java';
  const { stderr } = spawnSync(java, ['-version'], { encoding: 'utf8' });
  // Where there is no such program, stderr is null.
  const version = Number(/version "(\d+)/.exec(stderr ?? '')?.[1] ?? 0);
  if (version < 17)
    throw new UserFacingError(
      JAVA_HOME
        ? `JAVA_HOME (${JAVA_HOME}) is no JDK of version 17 or later: set it to one, or ${instead}.`
        : `A JDK of version 17 or later is missing: install one, or ${instead}.`,
    );
  return java;
}

/** Fetches Kafka and Redis by Maven. */
export const ensureServers = (): string => ensureByMaven(servers);
