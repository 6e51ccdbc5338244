// Budget: 40 s: keys are rotated with hundreds of rows under work.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { Sealer } from '#security';
import { createService } from '#runtime';
import { eventually, hold, HttpCaller, startTestService, type TestService, tokenFor } from '#testing';
import { AppModule } from '../src/app.module.js';
import { migrations } from '../src/migrations/index.js';
import { checkedIn, registered, somebody } from './check-ins.js';

/** Enough for some dozens of batches, so that there is a middle in which to be killed. */
const RECORDS = 20_000;
const key = () => randomBytes(32).toString('base64');
const keys = { k1: key(), k2: key() };
const index = key();
const ring = (current: keyof typeof keys, known: (keyof typeof keys)[]) =>
  JSON.stringify({ current, keys: Object.fromEntries(known.map((id) => [id, keys[id]])), index });
const before = ring('k1', ['k1', 'k2']);
const rotating = ring('k2', ['k1', 'k2']);
const after = ring('k2', ['k2']);

const bytesOf = (text: string) => Buffer.from(text, 'base64');

function sealerOf(setting: string): Sealer {
  const { current, keys: texts, index: indexKey } = JSON.parse(setting);
  const known = Object.entries<string>(texts).map(([id, text]) => [id, bytesOf(text)]);
  return new Sealer({
    SEALING_KEYS: { current, keys: Object.fromEntries(known), index: bytesOf(indexKey) },
  });
}

const MAIN = path.resolve('dist/apps/student-records/src/main.js');

describe('The rotation of the keys at rest', () => {
  let service: TestService;
  let registrationId: string;
  beforeAll(async () => {
    const settings = { SEALING_KEYS: before };
    service = await startTestService({ name: 'student-records', module: AppModule, migrations, settings });
    const phone = '13900000000';
    const [one] = await registered(service, checkedIn({ person: somebody({ phone }) }));
    registrationId = one!.registrationId;
    await storeDataKeys();
  });
  afterAll(() => service?.close());

  async function storeDataKeys() {
    const sealer = sealerOf(before);
    const rows = Array.from({ length: RECORDS }, (_, n) => sealer.newDataKey(`sample:${n}`).row);
    await service.query(
      'insert into data_keys (subject, sealed_key) select * from unnest($1::text[], $2::text[])',
      [rows.map(({ subject }) => subject), rows.map(({ sealed_key }) => sealed_key)],
    );
  }

  const environment = (sealingKeys: string) => ({ ...service.environment, SEALING_KEYS: sealingKeys });

  const rotate = (): ChildProcess =>
    spawn(process.execPath, [MAIN, '--rotate-keys'], {
      env: { PATH: process.env.PATH, ...environment(rotating) },
      stdio: 'ignore',
    });

  async function countOf(keyId: string): Promise<number> {
    const [row] = await service.query(
      `select count(*)::int as count from data_keys where sealed_key like $1`,
      [`v1.${keyId}.%`],
    );
    return row.count;
  }

  async function answersWith(caller: HttpCaller) {
    const { status, body } = await caller.get(`/registrations/${registrationId}`);
    expect({ status, idNumber: body.idNumber }).toEqual({
      status: 200,
      idNumber: expect.stringMatching(/^5102\*{10}\d{3}[\dX]$/),
    });
  }

  const inUse = async () => {
    const { body } = await service.anonymous.get('/metrics');
    return String(body).match(/^sealing_keys_in_use.*$/gm);
  };

  it('goes on where it was killed, while the service answers, until nothing is sealed by the older key', async () => {
    expect(await inUse()).toEqual([
      'sealing_keys_in_use{key_id="k1"} 1',
      'sealing_keys_in_use{key_id="k2"} 0',
    ]);
    const killed = rotate();
    await eventually('the first records under the new key', async () => {
      expect(await countOf('k2')).toBeGreaterThan(0);
    });
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const done = await countOf('k2');
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(RECORDS);
    await answersWith(service.as('city-officer'));

    const again = rotate();
    const ended = once(again, 'exit');
    while (again.exitCode === null && again.signalCode === null)
      await answersWith(service.as('city-officer'));
    expect(await ended).toEqual([0, null]);
    expect(await countOf('k1')).toBe(0);
    expect(await countOf('k2')).toBeGreaterThan(RECORDS);
    expect(await inUse()).toEqual([
      'sealing_keys_in_use{key_id="k1"} 0',
      'sealing_keys_in_use{key_id="k2"} 1',
    ]);
  });

  it('leaves every record open to a service that has the new key only', async () => {
    const other = await createService(
      { name: 'student-records', title: '', description: '', module: AppModule },
      environment(after),
    );
    try {
      await answersWith(new HttpCaller(other.url, () => tokenFor('city-officer')));
      const sealer = other.app.get(Sealer);
      const rows = await service.query(`select subject, sealed_key from data_keys`);
      expect(rows.length).toBeGreaterThan(RECORDS);
      for (const row of rows) sealer.dataKey(row.subject, row.sealed_key);
    } finally {
      await other.close();
    }
  });

  it('is not done while a process still seals by the older key, and says so by its exit', async () => {
    const sealByOlder = async (subject: string) => {
      const { sealed_key } = sealerOf(before).newDataKey(subject).row;
      await service.query('insert into data_keys (subject, sealed_key) values ($1, $2)', [
        subject,
        sealed_key,
      ]);
    };
    await sealByOlder('z');
    const held = await hold(service, `select from data_keys where subject = 'z' for update`);
    const rotation = once(rotate(), 'exit');
    await held.isReached('select subject as id');
    // It goes on by position, and never comes back to this one.
    await sealByOlder('a');
    await held.release();
    const [code] = await rotation;
    expect(code).toBe(1);
  });
});
