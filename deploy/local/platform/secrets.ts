import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Keys by their id, base64, and which of them seals. */
export interface Ring {
  current: string;
  keys: Record<string, string>;
}

export interface SealingRing extends Ring {
  /** key of the blind indexes, base64 */
  index: string;
}

/**
 * The secrets of one local installation, in `secrets.json` of its state folder: made once, and but for the keys at rest
 * never changed.
 * What is asked for by a new name (a new service, a new topic) is made when it is first asked for.
 */
export class Secrets {
  #file: string;
  #values: Record<string, any>;

  constructor(dir: string) {
    mkdirSync(dir, { recursive: true });
    this.#file = path.join(dir, 'secrets.json');
    this.#values = existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, 'utf8')) : {};
  }

  /** No secret, but as old as them: tells this folder's volumes from another's. */
  installation = (): string => this.#once('installation', () => randomBytes(4).toString('hex'));
  postgresPassword = (): string => this.#once('postgres', password);
  issuerSecret = (): string => this.#once('issuer', password);
  issuerKeys = (): { keys: object[] } => this.#once('issuerKeys', signingKeys);
  databasePassword = (database: string): string => this.#once(`database:${database}`, password);
  sealingKeys = (service: string): SealingRing =>
    this.#once(`sealing:${service}`, () => ({ current: 'k1', keys: { k1: key() }, index: key() }));
  /**
   * A ring with one key more, which does not seal yet. One that has more than one key already is being rotated, and
   * stays as it is.
   */
  addSealingKey(service: string): void {
    this.#changeRing(service, ({ current, keys, index }) => {
      if (Object.keys(keys).length > 1) return { current, keys, index };
      return { current, keys: { ...keys, [nextId(keys)]: key() }, index };
    });
  }

  /** The newest key of the ring seals from now on. */
  useNewestSealingKey(service: string): void {
    this.#changeRing(service, ({ keys, index }) => ({ current: newestId(keys), keys, index }));
  }

  /** Nothing is sealed by the others any more. */
  dropOlderSealingKeys(service: string): void {
    this.#changeRing(service, ({ current, keys, index }) => ({
      current,
      keys: { [current]: keys[current]! },
      index,
    }));
  }

  topicKeys = (topic: string): Ring =>
    this.#once(`topic:${topic}`, () => ({ current: 't1', keys: { t1: key() } }));

  #once<T>(name: string, make: () => T): T {
    if (!(name in this.#values)) {
      this.#values[name] = make();
      this.#write();
    }
    return this.#values[name];
  }

  #changeRing(service: string, change: (ring: SealingRing) => SealingRing) {
    this.#values[`sealing:${service}`] = change(this.sealingKeys(service));
    this.#write();
  }

  #write() {
    writeFileSync(this.#file, JSON.stringify(this.#values, null, 2), { mode: 0o600 });
  }
}

const numberOf = (keyId: string) => Number(keyId.slice(1));
const newestId = (keys: object) =>
  Object.keys(keys).toSorted((one, other) => numberOf(other) - numberOf(one))[0]!;
const nextId = (keys: object) => `k${numberOf(newestId(keys)) + 1}`;

/** 32 bytes, base64. */
const key = () => randomBytes(32).toString('base64');
const password = () => randomBytes(24).toString('base64url');

function signingKeys() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    keys: [
      {
        ...privateKey.export({ format: 'jwk' }),
        use: 'sig',
        alg: 'RS256',
        kid: randomBytes(8).toString('hex'),
      },
    ],
  };
}
