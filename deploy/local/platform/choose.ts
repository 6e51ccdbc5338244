import { spawnSync } from 'node:child_process';
import { UserFacingError } from '../user-facing-error.mjs';
import { lackedImage } from './docker.ts';

interface Docker {
  answers: () => boolean;
  lackedImage: () => string | undefined;
}

const addresses = ['JIANGTU_POSTGRES_URL', 'JIANGTU_KAFKA_BROKERS', 'JIANGTU_REDIS_URL'];

/**
 * Where the three servers come from: addresses in the environment, else a Docker engine that answers and has their
 * images or can pull them, else natively. JIANGTU_PLATFORM=native|docker forces one of the two.
 */
export function choosePlatform(
  env: Record<string, string | undefined> = process.env,
  docker: Docker = { answers, lackedImage },
  say: (text: string) => void = console.error,
): 'given' | 'docker' | 'native' {
  const missing = addresses.filter((name) => !env[name]);
  if (missing.length === 0) return 'given';
  if (missing.length < addresses.length)
    throw new UserFacingError(
      `Some servers are given by address but not all: set ${missing.join(' and ')} as well.`,
    );
  const forced = env.JIANGTU_PLATFORM;
  if (forced && !['native', 'docker'].includes(forced))
    throw new UserFacingError(`JIANGTU_PLATFORM is "${forced}": it may be native or docker, or be left out.`);
  return forced === 'native' ? 'native' : dockerOrNative(docker, forced === 'docker', say);
}

function dockerOrNative(docker: Docker, mustBeDocker: boolean, say: (text: string) => void) {
  if (!docker.answers()) {
    if (!mustBeDocker) return 'native';
    throw new UserFacingError(
      'JIANGTU_PLATFORM is docker, but no Docker engine with the compose plugin answers: start it.',
    );
  }
  const lacked = docker.lackedImage();
  if (!lacked) return 'docker';
  const problem = `the Docker engine can neither find nor pull an image (${lacked})`;
  if (mustBeDocker)
    throw new UserFacingError(
      `JIANGTU_PLATFORM is docker, but ${problem}: load it, or set JIANGTU_PLATFORM=native.`,
    );
  say(`Starting the servers natively, as ${problem}.`);
  return 'native';
}

function answers() {
  const quietly = { stdio: 'ignore', timeout: 5_000 } as const;
  return ['info', 'compose version'].every(
    (line) => spawnSync('docker', line.split(' '), quietly).status === 0,
  );
}
