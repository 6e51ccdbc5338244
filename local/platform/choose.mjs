import { spawnSync } from 'node:child_process';
import { Sentence } from '../sentence.mjs';

const addresses = ['JIANGTU_POSTGRES_URL', 'JIANGTU_KAFKA_BROKERS', 'JIANGTU_REDIS_URL'];

/**
 * Where the three servers come from: addresses in the environment, else a Docker engine that answers, else natively.
 * JIANGTU_PLATFORM=native|docker forces one of the two.
 * @returns {'given' | 'docker' | 'native'}
 */
export function choosePlatform(env = process.env, dockerAnswers = askDocker) {
  const missing = addresses.filter((name) => !env[name]);
  if (missing.length === 0) return 'given';
  if (missing.length < addresses.length)
    throw new Sentence(
      `Some servers are given by address but not all: set ${missing.join(' and ')} as well.`,
    );
  const forced = env.JIANGTU_PLATFORM;
  if (forced && !['native', 'docker'].includes(forced))
    throw new Sentence(`JIANGTU_PLATFORM is "${forced}": it may be native or docker, or be left out.`);
  if (forced === 'docker' && !dockerAnswers())
    throw new Sentence(
      'JIANGTU_PLATFORM is docker, but no Docker engine with the compose plugin answers: start it.',
    );
  return forced ?? (dockerAnswers() ? 'docker' : 'native');
}

function askDocker() {
  const quietly = { stdio: 'ignore', timeout: 5_000 };
  return ['info', 'compose version'].every(
    (line) => spawnSync('docker', line.split(' '), quietly).status === 0,
  );
}
