import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The secrets of one local installation, in `secrets.json` of its state folder: made once, and but for the keys at rest
 * never changed.
 * What is asked for by a new name (a new service, a new topic) is made when it is first asked for.
 */
export class Secrets {
  #file;
  #values;

  constructor(dir) {
    mkdirSync(dir, { recursive: true });
    this.#file = path.join(dir, 'secrets.json');
    this.#values = existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, 'utf8')) : {};
  }

  /** No secret, but as old as them: tells this folder's volumes from another's. */
  installation = () => this.#once('installation', () => randomBytes(4).toString('hex'));
  postgresPassword = () => this.#once('postgres', password);
  issuerSecret = () => this.#once('issuer', password);
  issuerKeys = () => this.#once('issuerKeys', signingKeys);
  databasePassword = (database) => this.#once(`database:${database}`, password);
  sealingKeys = (service) =>
    this.#once(`sealing:${service}`, () => ({ current: 'k1', keys: { k1: key() }, index: key() }));
  /**
   * A ring with one key more, which does not seal yet. One that has more than one key already is being rotated, and
   * stays as it is.
   */
  addSealingKey(service) {
    this.#changeRing(service, ({ current, keys, index }) => {
      if (Object.keys(keys).length > 1) return { current, keys, index };
      return { current, keys: { ...keys, [nextId(keys)]: key() }, index };
    });
  }

  /** The newest key of the ring seals from now on. */
  useNewestSealingKey(service) {
    this.#changeRing(service, ({ keys, index }) => ({ current: newestId(keys), keys, index }));
  }

  /** Nothing is sealed by the others any more. */
  dropOlderSealingKeys(service) {
    this.#changeRing(service, ({ current, keys, index }) => ({
      current,
      keys: { [current]: keys[current] },
      index,
    }));
  }

  topicKeys = (topic) => this.#once(`topic:${topic}`, () => ({ current: 't1', keys: { t1: key() } }));

  #once(name, make) {
    if (!(name in this.#values)) {
      this.#values[name] = make();
      this.#write();
    }
    return this.#values[name];
  }

  #changeRing(service, change) {
    this.#values[`sealing:${service}`] = change(this.sealingKeys(service));
    this.#write();
  }

  #write() {
    writeFileSync(this.#file, JSON.stringify(this.#values, null, 2), { mode: 0o600 });
  }
}

const numberOf = (keyId) => Number(keyId.slice(1));
const newestId = (keys) => Object.keys(keys).toSorted((one, other) => numberOf(other) - numberOf(one))[0];
const nextId = (keys) => `k${numberOf(newestId(keys)) + 1}`;

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
