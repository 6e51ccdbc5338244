// Budget: 60 s: processes are started and killed, and what Redis lost is put back after three seconds.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { allSchools, Transactions } from '#database';
import { Jobs } from '#jobs';
import { eventually, startTestService, testPlatform, type TestService } from '#testing';
import { MuffledDoor } from '../../database/test/muffled-door.js';
import { lastSlot } from '../src/jobs.js';
import { CreateErrands1732400000000, ErrandsModule, nightly } from './errands-service.js';

// Each wait has an end of its own, which a busy machine moves as long as there is progress.
const PATIENT = { timeout: 600_000 };

const children: ChildProcess[] = [];
let door: MuffledDoor;
let redis: Redis;
let service: TestService;

beforeAll(async () => {
  // A database of its own in the Redis of all specs, so that it can be flushed.
  const address = `${testPlatform().redisUrl}/7`;
  redis = new Redis(address);
  const before = await MuffledDoor.before(address);
  door = before.door;
  service = await startTestService({
    name: 'employment',
    module: ErrandsModule,
    migrations: [CreateErrands1732400000000],
    settings: { REDIS_URL: before.url },
  });
});

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await service?.close();
  door?.close();
  redis?.disconnect();
});

const ask = async (payload: object, more: object = {}) => {
  const { status } = await service.as('city-officer').post('/errands', { payload, ...more });
  return status;
};
const askAll = (words: string[], more: object = {}) =>
  Promise.all(words.map((word) => ask({ word, ...more }).then((status) => expect(status).toBe(201))));
const words = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}-${n}`);
const effectsOf = (word: string) =>
  service.query(`select *, school_code from effects where word like $1 || '%' order by at`, [word]);
const jobsOf = (word: string) =>
  service.query(`select * from jobs where payload ->> 'word' like $1 || '%' order by created_at`, [word]);

const list = async (query: string) => (await service.as('operator').get(`/jobs?${query}`)).body.items;
const redisUp = async () => /^redis_up\S* (\d)/m.exec((await service.anonymous.get('/metrics')).body)?.[1];

const failed = () =>
  eventually('the end of its attempts', async () => {
    const [job] = await list('kind=write&state=FAILED');
    expect(job).toMatchObject({ kind: 'write', state: 'FAILED', failures: 3, error: 'SyntaxError' });
    return job;
  });

/** Waits until all jobs of these words are done, as long as they go on, and looks that each effect happened once. */
async function eachOnce(prefix: string, count: number) {
  for (let done = 0; done < count;) {
    done = await eventually(
      `more than ${done} of ${count} jobs done`,
      async () => {
        const now = (await jobsOf(prefix)).filter(({ state }) => state === 'DONE').length;
        expect(now).toBeGreaterThan(done);
        return now;
      },
      90_000,
    );
  }
  expect(await jobsOf(prefix)).toHaveLength(count);
  const effects = await effectsOf(prefix);
  expect(effects).toHaveLength(count);
  expect(new Set(effects.map(({ word }) => word))).toEqual(new Set(words(prefix, count)));
}

const ticks = () =>
  service.query(`select due_at, job_id, (select count(*)::int from effects e where e.job_id = j.job_id) as effects
    from jobs j where kind = 'tick' and state = 'DONE' and steps > 0`);

/** One more process of the service, without a door to Redis or behind it; it ticks as well. */
function startProcess(redisUrl = `${testPlatform().redisUrl}/7`) {
  const child = spawn(process.execPath, ['dist/libs/jobs/test/errands-main.js'], {
    env: { ...service.environment, LOG_LEVEL: 'info', REDIS_URL: redisUrl },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  const ended = once(child, 'exit');
  const up = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (lines: Buffer) => lines.includes('service is up') && resolve());
    void ended.then(([code, signal]) =>
      reject(new Error(`It ended with ${code ?? signal} before it was up.`)),
    );
  });
  return { child, up, ended };
}

describe('A job', PATIENT, () => {
  it('is done once when its transaction has committed', async () => {
    await askAll(words('plain', 20));
    await eachOnce('plain', 20);
  });

  it('is not there when its transaction was rolled back', async () => {
    expect(await ask({ word: 'rolled-back' }, { fails: true })).toBe(500);
    expect(await jobsOf('rolled-back')).toEqual([]);
  });

  it('is done when it is due by the clock of the database, and not before', async () => {
    const [{ due }] = await service.query(`select now() + interval '2 s' as due`);
    await ask({ word: 'later-0' }, { runAt: due.toISOString() });
    await ask({ word: 'much-later' }, { runAt: '2099-01-01T00:00:00+08:00' });
    await eachOnce('later', 1);
    const [effect] = await effectsOf('later');
    expect(effect.began_at.getTime()).toBeGreaterThanOrEqual(due.getTime());
    expect(await jobsOf('much-later')).toEqual([expect.objectContaining({ state: 'WAITING', steps: 0 })]);
  });

  it('goes on in steps, each of which commits, and tells how far it is', async () => {
    await ask({ word: 'steps', left: 4 });
    await eventually('the last step', async () =>
      expect(await jobsOf('steps')).toEqual([
        expect.objectContaining({ state: 'DONE', steps: 4, progress: '1 left' }),
      ]),
    );
    expect(await effectsOf('steps')).toHaveLength(4);
  });

  it('of a school sees and changes the rows of that school only', async () => {
    const { status } = await service
      .as('school-registrar', 'S001')
      .post('/errands', { payload: { word: 'school' } });
    expect(status).toBe(201);
    await eventually('its effect', async () =>
      expect(await effectsOf('school')).toEqual([expect.objectContaining({ school_code: 'S001' })]),
    );
  });
});

describe('A kind', PATIENT, () => {
  it('runs no more jobs in one process at a time than it declares', async () => {
    await askAll(words('together', 6), { waitMs: 200 });
    await eachOnce('together', 6);
    const [{ most }] = await service.query(
      `select max(n)::int as most from (select count(*) as n from effects a join effects b
         on b.began_at <= a.began_at and a.began_at < b.at + interval '200 ms'
       where a.word like 'together%' and b.word like 'together%' group by a.word) counted`,
    );
    expect(most).toBe(2);
  });

  it('begins no more jobs in a time than it declares', async () => {
    await Promise.all(words('slow', 6).map((word) => ask({ word }, { kind: 'write-slowly' })));
    await eachOnce('slow', 6);
    const effects = await effectsOf('slow');
    expect(effects.at(-1)!.at - effects[0]!.at).toBeGreaterThan(1_500);
  });
});

describe('A job that fails', PATIENT, () => {
  it('is tried again as its kind declares, and then shown to operators, who retry it with a reason', async () => {
    await service.query(`insert into troubles values ('trouble-0')`);
    await ask({ word: 'trouble-0' });
    const { jobId } = await failed();
    expect(await effectsOf('trouble')).toEqual([]);
    expect((await service.anonymous.get('/metrics')).body).toContain(
      'jobs_open{kind="write",state="failed"} 1',
    );
    expect((await service.as('operator').post(`/jobs/${jobId}/retry`, {})).status).toBe(422);
    expect((await service.as('city-officer').post(`/jobs/${jobId}/retry`, { reason: 'again' })).status).toBe(
      403,
    );
    await service.query('delete from troubles');
    const retried = await service
      .as('operator')
      .post(`/jobs/${jobId}/retry`, { reason: 'The word is known now.' });
    expect(retried).toMatchObject({ status: 200, body: { state: 'WAITING', failures: 0 } });
    await eachOnce('trouble', 1);
    const again = await service.as('operator').post(`/jobs/${jobId}/retry`, { reason: 'again' });
    expect(again).toMatchObject({ status: 409, body: { code: 'job-not-stuck' } });
    const [entry] = (await service.as('city-officer').get(`/audit-entries?aggregate=job&id=${jobId}`)).body
      .items;
    expect(entry).toMatchObject({ action: 'retry-job', role: 'operator' });
  });

  it('is discarded by an operator with a reason, and is not done any more', async () => {
    await service.query(`insert into troubles values ('hopeless')`);
    await ask({ word: 'hopeless' });
    const { jobId } = await failed();
    const discarded = await service
      .as('operator')
      .post(`/jobs/${jobId}/discard`, { reason: 'Nobody needs it.' });
    expect(discarded).toMatchObject({ body: { state: 'DISCARDED', resolutionReason: 'Nobody needs it.' } });
    expect((await service.as('operator').post(`/jobs/${jobId}/retry`, { reason: 'again' })).status).toBe(409);
  });
});

describe('While Redis', PATIENT, () => {
  it('is away, requests are answered and jobs wait; when it is back, each is done once', async () => {
    door.shut();
    await askAll(words('away', 20));
    expect(await redisUp()).toBe('0');
    expect(await effectsOf('away')).toEqual([]);
    door.open();
    await eachOnce('away', 20);
    expect(await redisUp()).toBe('1');
  });

  it('is flushed in the middle of jobs, each is done once', async () => {
    await askAll(words('flushed', 30), { waitMs: 50 });
    await redis.flushdb();
    await eachOnce('flushed', 30);
  });

  it('is silent in the middle of jobs, requests are answered, and each job is done once', async () => {
    await askAll(words('silent', 30), { waitMs: 50 });
    door.isSilent = true;
    await ask({ word: 'silent-30' });
    expect(await redisUp()).toBe('0');
    door.isSilent = false;
    door.shut();
    door.open();
    await eachOnce('silent', 31);
  });
});

describe('Processes', PATIENT, () => {
  let processes: ReturnType<typeof startProcess>[];
  let behindDoor: ReturnType<typeof startProcess>;

  beforeAll(async () => {
    processes = Array.from({ length: 4 }, () => startProcess());
    behindDoor = startProcess(service.environment.REDIS_URL);
    await Promise.all([behindDoor, ...processes].map(({ up }) => up));
  }, PATIENT.timeout);

  it('make one job for each firing of a schedule, also when Redis forgets it', async () => {
    const more = async (count: number) => {
      const before = (await ticks()).length;
      for (let n = 1; n <= count; n++)
        await eventually(
          `tick ${n} of ${count}`,
          async () => expect((await ticks()).length).toBeGreaterThanOrEqual(before + n),
          90_000,
        );
    };
    await more(3);
    await redis.flushdb();
    await more(3);
    const all = await ticks();
    expect(new Set(all.map(({ due_at }) => due_at.getTime())).size).toBe(all.length);
    expect(all.every(({ due_at }) => due_at.getMilliseconds() === 0)).toBe(true);
    expect(new Set(all.map(({ effects }) => effects))).toEqual(new Set([1]));
  });

  it('that end when they are told to do so although Redis is away', async () => {
    door.shut();
    behindDoor.child.kill('SIGTERM');
    expect(await behindDoor.ended).toEqual([expect.anything(), null]);
    door.open();
  });

  it('that are killed in the middle of jobs leave them to others, and each is done once', async () => {
    const { child, ended } = processes.pop()!;
    await eventually('a job of the other processes', async () => {
      await askAll(words('warm', 4), { waitMs: 100 });
      const [{ count }] = await service.query('select count(distinct starter)::int as count from jobs');
      expect(count).toBeGreaterThan(4);
    });
    await askAll(words('killed', 20), { waitMs: 300 });
    child.kill('SIGKILL');
    await ended;
    await eachOnce('killed', 20);
  });

  it('are not killed for ever by a job: it is parked after three, and the others are done', async () => {
    door.shut();
    // So late that what is begun beside it is done before.
    await ask({ word: 'deadly', waitMs: 1_000 });
    await askAll(words('beside-deadly', 5));
    for (let deaths = 0; deaths < 3; deaths++)
      await eventually(
        `death ${deaths + 1}`,
        async () => expect(processes.filter(({ child }) => child.signalCode).length).toBeGreaterThan(deaths),
        120_000,
      );
    expect(await jobsOf('deadly')).toMatchObject([{ state: 'WAITING', starts: 3 }]);
    door.open();
    await eventually('the parking of what kills', async () =>
      expect(await jobsOf('deadly')).toMatchObject([{ state: 'KILLS' }]),
    );
    expect(await effectsOf('deadly')).toEqual([]);
    await eachOnce('beside-deadly', 5);
  });
});

describe('A schedule', PATIENT, () => {
  it('of each day is met, also after a clock that was days ahead has noted firings to come', async () => {
    const slotNow = async () => {
      const [{ now }] = await service.query('select now()');
      return lastSlot(nightly.schedule!, now);
    };
    const firings = () =>
      service.query(`select j.job_id, due_at, state, (select count(*)::int from effects e where e.job_id = j.job_id) as effects
        from jobs j where kind = 'nightly' order by due_at desc`);
    await eventually('what is taken for done at first', async () => expect(await firings()).toHaveLength(1));
    await service.app.get(Transactions).run(allSchools, async (tx) => {
      const ahead = (days: number) => ({ ...tx, at: new Date(tx.at.getTime() + days * 86_400_000) });
      const fire = (days: number) => service.app.get(Jobs, { strict: false }).fire(ahead(days), [nightly]);
      await tx.query(
        `update jobs set job_id = gen_random_uuid(), due_at = due_at - interval '1 day' where kind = 'nightly'`,
      );
      await fire(3);
      await tx.query(`update jobs set state = 'DONE', ended_at = now() where kind = 'nightly'`);
      await fire(4);
      expect(await tx.query(`select from jobs where kind = 'nightly' and due_at > now()`)).toHaveLength(2);
    });
    await eventually('the firing of today', async () => {
      const [today, ...before] = await firings();
      expect(today).toMatchObject({ due_at: await slotNow(), state: 'DONE', effects: 1 });
      expect(before).toHaveLength(1);
    });
  });

  it('keeps the firing that another process made since the transaction began', async () => {
    const undone = new Error('undone');
    const slower = service.app.get(Transactions).run(allSchools, async (tx) => {
      const ofToday = `select job_id from jobs where kind = 'nightly' and due_at > $1`;
      const began = new Date(tx.at.getTime() - 2 * 86_400_000);
      const before = await tx.query(ofToday, [began]);
      expect(before.length).toBeGreaterThan(0);
      await service.app.get(Jobs, { strict: false }).fire({ ...tx, at: began }, [nightly]);
      expect(await tx.query(ofToday, [began])).toEqual(expect.arrayContaining(before));
      throw undone;
    });
    await expect(slower).rejects.toBe(undone);
  });
});
