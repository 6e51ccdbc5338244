// Budget: 20 s: events are tried again until they are parked.
import { StudentGraduated } from '#contracts';
import { allSchools, Transactions } from '#database';
import { type EventRecord, toRecord } from '#messaging';
import { TopicSealer } from '#security';
import { eventually, type TestService } from '#testing';
import type { ConsumedRecord, Hold } from '../src/kafka-port.js';
import { recordOf } from '../src/operating/dead-letter-row.js';
import { ReactionTransport } from '../src/reaction-transport.js';
import { graduated, startLedger } from './ledger.js';
import { trouble } from './ledger-service.js';

const consumed = (record: EventRecord, offset: number): ConsumedRecord => ({
  topic: record.topic,
  partition: 99,
  offset: String(offset),
  key: record.key,
  headers: record.headers,
  value: record.payload,
  timestamp: 0,
});

/** A process that is gone as soon as the reaction has got the event: what it did is rolled back, and nothing follows. */
function dyingAt(key: string): { hold: Hold; death: Promise<void> } {
  let gone = false;
  trouble.set(key, () => ((gone = true), Object.assign(new Error('gone'), { code: '57P01' })));
  const { promise: death, resolve } = Promise.withResolvers<void>();
  const stillOurs = () => (gone ? (resolve(), new Promise<void>(() => undefined)) : Promise.resolve());
  return { hold: { stillOurs }, death };
}

/** A member whose partitions are another's as soon as the reaction has got the event. */
function losingAt(key: string): Hold {
  let lost = false;
  trouble.set(key, () => ((lost = true), Object.assign(new Error('gone'), { code: '57P01' })));
  return {
    stillOurs: async () => {
      if (lost) throw new Error('gone to another');
    },
  };
}

describe('Dead letters', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startLedger();
  });
  afterAll(() => service?.close());
  afterEach(() => trouble.clear());

  const sealer = () => service.app.get(TopicSealer, { strict: false });
  const newProcess = () => service.app.get(ReactionTransport, { strict: false }).batchHandler();

  const operator = () => service.as('operator');
  const discard = (id: string, body: object) => operator().post(`/dead-letters/${id}/discard`, body);
  const lettersOf = async (key: string, open = true) =>
    (await operator().get(`/dead-letters?key=${key}&open=${open}`)).body.items;
  const parked = (key: string, count: number) =>
    eventually(`${count} dead letters of ${key}`, async () => {
      const letters = await lettersOf(key);
      if (letters.length !== count) throw new Error(`${letters.length} so far`);
      return letters;
    });
  const versionsOf = async (subject: string) =>
    (await service.query('select version from ledger where subject = $1 order by entry', [subject])).map(
      ({ version }) => Number(version),
    );

  /** Events of different times, that have one place in the topic. */
  const handledAtOnePlace = async (event: ReturnType<typeof graduated>) => {
    const record = consumed(await toRecord(event, { source: 'test' }, sealer()), 500);
    await newProcess().handle([record], { stillOurs: async () => undefined });
  };

  /** An event that fails, and two of its key behind it. */
  async function failing(name: string) {
    trouble.set(name, () => new Error('not yet'));
    const poison = graduated(1, { name });
    const { registrationId, personId } = poison.data;
    const behind = [2, 3].map((version) => graduated(version, { name: '王小明', registrationId, personId }));
    await service.receive(poison, ...behind);
    return { key: personId, subject: registrationId, letters: await parked(personId, 3) };
  }

  it('of one batch are redriven in the order of their records, the one that waits behind another after it', async () => {
    const broken = await toRecord(graduated(1), { source: 'test' }, sealer());
    const behind = await toRecord(graduated(1, { personId: broken.key }), { source: 'test' }, sealer());
    const records = [consumed({ ...broken, payload: '?' }, 700), consumed(behind, 701)];
    await newProcess().handle(records, { stillOurs: async () => undefined });
    const letters = await service.query('select reason from dead_letters where key = $1 order by id', [
      broken.key,
    ]);
    expect(letters.map(({ reason }) => reason)).toEqual(['UNREADABLE', 'BEHIND']);
  });

  it('are listed with their reason and without a value, and opened only to a city officer', async () => {
    const { letters } = await failing('甲');
    expect(letters.map(({ reason }: any) => reason)).toEqual(['FAILED', 'BEHIND', 'BEHIND']);
    expect(letters[0]).toMatchObject({ type: StudentGraduated.type, error: 'Error: not yet' });
    expect(letters[0].payload).toBeUndefined();
    const path = `/dead-letters/${letters[0].id}`;
    expect((await operator().get(path)).body.payload).toBeUndefined();
    const { body } = await service.as('city-officer').get(path);
    expect(JSON.parse(body.payload).schoolCode).toBe('S001');
    expect(body.payload).not.toContain('甲');
    expect((await service.as('school-registrar', 'S001').get('/dead-letters')).status).toBe(403);
    expect((await operator().get('/dead-letters/999999')).status).toBe(404);
  });

  it('are handled in their order once what was wrong is put right, as if nothing had happened', async () => {
    const { key, subject, letters } = await failing('乙');
    const early = (await operator().post('/dead-letters/redrive', { ids: [letters[0].id] })).body;
    expect(early).toMatchObject({ keys: 1, handled: 0, failed: [{ key, error: 'Error: not yet' }] });
    expect(await versionsOf(subject)).toEqual([]);
    trouble.clear();
    const answer = await operator().post('/dead-letters/redrive', { reason: 'FAILED', topic: StudentGraduated.topic }); // prettier-ignore
    expect(answer.body.failed).toEqual([]);
    expect(await versionsOf(subject)).toEqual([1, 2, 3]);
    expect(await lettersOf(key)).toEqual([]);
    const [first] = await lettersOf(key, false);
    expect(first).toMatchObject({ resolution: 'REDRIVEN', resolvedBy: 'operator' });
    const later = graduated(4, { registrationId: subject, personId: key });
    await service.receive(later);
    await eventually('version 4', async () => expect(await versionsOf(subject)).toEqual([1, 2, 3, 4]));
  });

  it('are discarded with a reason, and those behind go on', async () => {
    const { key, subject, letters } = await failing('丙');
    expect((await discard(letters[0].id, {})).status).toBe(422);
    expect((await discard(letters[1].id, { reason: '误' })).body.code).toBe('dead-letter-behind');
    const answer = await discard(letters[0].id, { reason: '测试数据' });
    expect(answer.body).toMatchObject({ handled: 2, failed: [] });
    expect(await versionsOf(subject)).toEqual([2, 3]);
    expect((await discard(letters[0].id, { reason: '再' })).body.code).toBe('dead-letter-resolved');
    const resolved = await lettersOf(key, false);
    expect(resolved[0]).toMatchObject({ resolution: 'DISCARDED', resolutionReason: '测试数据' });
  });

  it('are left out also when they come again while they are being discarded', async () => {
    trouble.set('庚', () => new Error('not yet'));
    const event = graduated(1, { name: '庚' });
    await service.receive(event);
    const [letter] = await parked(event.data.personId, 1);
    trouble.clear();
    const [row] = await service.query('select * from dead_letters where id = $1', [letter.id]);
    const { promise: sawLock, resolve: goOn } = Promise.withResolvers<void>();
    const transactions = service.app.get(Transactions, { strict: false });
    const { promise: locked, resolve: hasLocked } = Promise.withResolvers<void>();
    const discarding = transactions.run(allSchools, async (tx) => {
      await tx.query(
        "update dead_letters set resolution = 'DISCARDED', resolved_at = now(), resolved_by = 'o' where id = $1",
        [letter.id],
      );
      hasLocked();
      await sawLock;
    });
    await locked;
    const again = newProcess().handle([recordOf(row)], { stillOurs: async () => undefined });
    await eventually('the record waits for the letter', async () => {
      const waiting = await service.query(
        "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      );
      if (waiting.length === 0) throw new Error('not yet');
    });
    goOn();
    await Promise.all([discarding, again]);
    expect(await versionsOf(event.data.registrationId)).toEqual([]);
  });

  it('are redriven or discarded also where one that waited behind another turns out to be at fault', async () => {
    trouble.set('戊', () => new Error('not yet'));
    const first = graduated(1, { name: '戊' });
    const { registrationId, personId } = first.data;
    const second = graduated(2, { name: '戊', registrationId, personId });
    const sound = graduated(3, { name: '王小明', registrationId, personId });
    await service.receive(first, second, sound);
    const letters = await parked(personId, 3);
    const discarded = await discard(letters[0].id, { reason: '测试' });
    expect(discarded.body.failed).toMatchObject([{ id: letters[1].id, error: 'Error: not yet' }]);
    expect(await lettersOf(personId)).toMatchObject([{ reason: 'FAILED' }, { reason: 'BEHIND' }]);
    expect((await discard(letters[1].id, { reason: '测试' })).body).toMatchObject({ handled: 1, failed: [] });
    expect(await versionsOf(registrationId)).toEqual([3]);
  });

  it('that were discarded stay so when their records come again, and hold up nobody', async () => {
    const { key, subject, letters } = await failing('己');
    await discard(letters[0].id, { reason: '测试' });
    const record = service.probe.recordsOf(StudentGraduated).find((each) => each.key === key)!;
    const again = { ...record, topic: StudentGraduated.topic };
    trouble.clear();
    await newProcess().handle([again], { stillOurs: async () => undefined });
    expect(await versionsOf(subject)).toEqual([2, 3]);
    expect(await lettersOf(key)).toEqual([]);
  });

  it('lose nothing and keep the order while events of the key go on arriving during a redrive', async () => {
    const { key, subject, letters } = await failing('丁');
    trouble.clear();
    const arriving = Array.from({ length: 40 }, (_, n) =>
      graduated(4 + n, { registrationId: subject, personId: key }),
    );
    const [answer] = await Promise.all([
      operator().post('/dead-letters/redrive', { ids: [letters[0].id] }),
      service.receive(...arriving.slice(0, 20)),
      operator().post('/dead-letters/redrive', { ids: [letters[2].id] }),
    ]);
    expect(answer.body.failed).toEqual([]);
    await service.receive(...arriving.slice(20));
    await eventually('all versions in order, nothing parked', async () => {
      expect(await versionsOf(subject)).toEqual(Array.from({ length: 43 }, (_, n) => n + 1));
      expect(await lettersOf(key)).toEqual([]);
    });
  });

  it('hold an event that ended the process each time, and the others of its batch go on', async () => {
    const batch = [graduated(1), graduated(1), graduated(1)];
    const records = await Promise.all(
      batch.map(async (event, offset) =>
        consumed(await toRecord(event, { source: 'test' }, sealer()), offset),
      ),
    );
    const killer = records[1]!;
    // Two processes die over the batch, then two over the one event; each begins anew, as after a restart.
    for (let process = 0; process < 4; process++) {
      const { hold, death } = dyingAt(killer.key);
      void newProcess().handle(records, hold);
      await death;
    }
    await newProcess().handle(records, { stillOurs: async () => undefined });
    expect(await lettersOf(killer.key)).toMatchObject([{ reason: 'KILLS' }]);
    for (const { data } of [batch[0]!, batch[2]!]) {
      expect(await versionsOf(data.registrationId)).toEqual([1]);
      expect(await lettersOf(data.personId)).toEqual([]);
    }
    expect(await service.query('select from handling_starts where record_offset < 3')).toEqual([]);
  });

  it('take nothing for deadly because its partitions went to another member again and again', async () => {
    const event = graduated(1);
    const record = consumed(await toRecord(event, { source: 'test' }, sealer()), 100);
    for (let time = 0; time < 6; time++)
      await expect(newProcess().handle([record], losingAt(record.key))).rejects.toThrow('gone to another');
    trouble.clear();
    await newProcess().handle([record], { stillOurs: async () => undefined });
    expect(await versionsOf(event.data.registrationId)).toEqual([1]);
  });

  it('of a Kafka that was replaced stand in the way of nothing that comes to their places in the new one', async () => {
    const [poison, sound, alsoPoison] = [
      graduated(1, { name: '戊' }),
      graduated(1),
      graduated(1, { name: '己' }),
    ];
    for (const name of ['戊', '己']) trouble.set(name, () => new Error('not yet'));
    await handledAtOnePlace(poison);
    const [letter] = await parked(poison.data.personId, 1);
    await discard(letter.id, { reason: 'of no use' });
    await handledAtOnePlace(sound);
    expect(await versionsOf(sound.data.registrationId)).toEqual([1]);
    await handledAtOnePlace(alsoPoison);
    expect(await lettersOf(alsoPoison.data.personId)).toMatchObject([{ reason: 'FAILED' }]);
    expect(await lettersOf(poison.data.personId, false)).toMatchObject([{ resolution: 'DISCARDED' }]);
  });

  it('answers a redrive that names nothing with what is missing', async () => {
    const { status, body } = await operator().post('/dead-letters/redrive', {});
    expect({ status, code: body.errors[0].code }).toEqual({ status: 422, code: 'nothing-named' });
    expect((await service.as('city-officer').post('/dead-letters/redrive', { ids: ['1'] })).status).toBe(403);
  });
});
