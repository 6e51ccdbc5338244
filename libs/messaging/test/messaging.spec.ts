// Budget: 30 s: groups are joined, left and missed.
import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { SchoolState, StudentGraduated } from '#contracts';
import { Transactions, allSchools } from '#database';
import { Outbox } from '#messaging';
import { type TestService, eventually } from '#testing';
import { entriesOf, graduated, handled as handledBy, revoked, school, startLedger } from './ledger.js';
import { trouble } from './ledger-service.js';

let service: TestService;
beforeAll(async () => {
  service = await startLedger();
});
afterAll(() => service.close());
afterEach(() => trouble.clear());

const ledgerOf = (subject: string) => entriesOf(service, subject);
const handled = (subject: string) => handledBy(service, subject);

const contradictions = async () => {
  const { body } = await service.anonymous.get('/metrics');
  return Number(/^messaging_process_contradictions_total (\d+)$/m.exec(String(body))![1]);
};
const untilEntries = (subject: string, count: number) =>
  eventually(`${count} entries`, async () => expect(await ledgerOf(subject)).toHaveLength(count));

const publish = (events: Parameters<Outbox['publish']>[1], fail = false) =>
  service.app.get(Transactions).run(allSchools, async (tx) => {
    await service.app.get(Outbox).publish(tx, events);
    if (fail) throw new Error('rolled back');
  });

describe('what is committed', () => {
  it('goes out with its identity sealed, and leaves the outbox empty', async () => {
    const event = graduated(1, { name: '𬎆·𠮷' });
    await publish([event]);
    const [received] = await service.published(StudentGraduated);
    expect(received).toMatchObject({ version: 1, data: { identity: { name: '𬎆·𠮷' } } });
    const [record] = service.probe.recordsOf(StudentGraduated);
    expect(record!.value).not.toContain('500103200501010028');
    expect(record!.value).not.toContain('𬎆');
    await eventually('an empty outbox', async () =>
      expect(await service.query('select 1 from outbox')).toEqual([]),
    );
  });

  it('goes out in the order of its key, also over several reads of the outbox', async () => {
    const registrationId = randomUUID();
    const personId = randomUUID();
    await publish(Array.from({ length: 2_500 }, (_, n) => graduated(n + 1, { registrationId, personId })));
    await eventually('2,500 entries', async () => expect(await ledgerOf(registrationId)).toHaveLength(2_500));
    const versions = (await ledgerOf(registrationId)).map(({ version }) => Number(version));
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  });

  it('and what is rolled back does not go out', async () => {
    const lost = graduated(1);
    const kept = graduated(1);
    await expect(publish([lost], true)).rejects.toThrow('rolled back');
    await publish([kept]);
    await handled(kept.data.registrationId);
    expect(await ledgerOf(lost.data.registrationId)).toEqual([]);
  });
});

describe('an event', () => {
  it('that comes twice takes effect once', async () => {
    const event = graduated(1);
    await service.receive(event);
    await handled(event.data.registrationId);
    const record = await eventually('the record', () => {
      const found = service.probe
        .recordsOf(StudentGraduated)
        .find(({ value }) => value.includes(event.data.registrationId));
      if (!found) throw new Error('not seen');
      return found;
    });
    const after = graduated(1, { personId: event.data.personId });
    await service.send([{ ...record, topic: StudentGraduated.topic }]);
    await service.receive(after);
    await handled(after.data.registrationId);
    expect(await ledgerOf(event.data.registrationId)).toHaveLength(1);
  });

  it('that is older than what was seen of its subject has no effect', async () => {
    const late = graduated(5);
    const { registrationId, personId } = late.data;
    await service.receive(
      revoked(6, registrationId, personId),
      late,
      graduated(7, { registrationId, personId }),
    );
    await eventually('version 7', async () =>
      expect((await ledgerOf(registrationId)).map(({ version }) => version)).toEqual(['6', '7']),
    );
  });

  it('that cannot be handled is parked, later ones of its key wait behind it, and other keys go on', async () => {
    trouble.set('毒', () => new Error('this one never works'));
    const poison = graduated(1, { name: '毒' });
    const behind = graduated(1, { personId: poison.data.personId });
    const other = graduated(1);
    await service.receive(poison, behind, other);
    await handled(other.data.registrationId);
    await eventually('two dead letters of the key', async () =>
      expect(
        await service.query('select reason, error from dead_letters where key = $1 order by id', [
          poison.data.personId,
        ]),
      ).toEqual([
        { reason: 'FAILED', error: 'Error: this one never works' },
        { reason: 'BEHIND', error: 'An earlier event of this key is parked.' },
      ]),
    );
    expect(await ledgerOf(behind.data.registrationId)).toEqual([]);
  });

  it.each([
    ['lacks fields', '{"a":"秘密"}', 'a'],
    ['is no JSON', '{"秘密', 'a'],
    ['holds what no text of PostgreSQL can', '秘密\0', 'a\0b'],
  ])('that %s is parked whole, names no value, and holds up its key', async (_, value, salt) => {
    const key = randomUUID() + salt;
    const headers = { ce_type: StudentGraduated.type, odd: salt };
    await service.send([{ topic: StudentGraduated.topic, key, headers, value }]);
    await service.send([{ topic: StudentGraduated.topic, key, headers, value: 'behind' }]);
    const letters = await eventually('two dead letters', async () => {
      const found = await service.query(
        'select reason, error, payload from dead_letters where key = $1 order by id',
        [key.replace('\0', '\uFFFD')],
      );
      expect(found).toHaveLength(2);
      return found;
    });
    expect(letters.map(({ reason }) => reason)).toEqual(['UNREADABLE', 'BEHIND']);
    expect(letters[0].error).not.toContain('秘密');
    expect(letters[0].payload.toString()).toBe(value);
  });

  it('is tried again, and not parked, when the database gave up for a reason of its own', async () => {
    let failures = 6;
    trouble.set('等', () =>
      failures-- > 0 ? Object.assign(new Error('deadlock detected'), { code: '40P01' }) : undefined,
    );
    const event = graduated(1, { name: '等' });
    await service.receive(event);
    await handled(event.data.registrationId);
    expect(await service.query('select 1 from dead_letters where key = $1', [event.data.personId])).toEqual(
      [],
    );
  });

  it('of a type without a reaction here is passed over', async () => {
    const event = graduated(1);
    await service.send([
      {
        topic: StudentGraduated.topic,
        key: event.data.personId,
        headers: { ce_type: 'another' },
        value: '?',
      },
    ]);
    await service.receive(event);
    await handled(event.data.registrationId);
  });
});

it('500 events cost a bounded number of statements', async () => {
  const events = Array.from({ length: 500 }, () => graduated(1));
  const statements = await service.countStatements(async () => {
    await service.receive(...events);
    await eventually('500 entries', async () =>
      expect(
        await service.query('select 1 from ledger where subject = any($1)', [
          events.map(({ data }) => data.registrationId),
        ]),
      ).toHaveLength(500),
    );
  });
  expect(statements).toBeLessThan(80);
});

describe('An event that contradicts what was received before', () => {
  const errors: string[] = [];
  beforeAll(
    () =>
      void vi
        .spyOn(Logger.prototype, 'error')
        .mockImplementation((text: unknown) => void errors.push(String(text))),
  );
  beforeEach(() => errors.splice(0));
  afterAll(() => vi.restoreAllMocks());

  it('in what it says of a version is counted and logged, but neither a repetition nor a replay of a fact', async () => {
    const before = await contradictions();
    const first = graduated(3, { name: '王小明' });
    const { registrationId, identity } = first.data;
    const otherwise = { ...first, data: { ...first.data, graduatedOn: '2026-07-01' } };
    const renamed = { ...first, data: { ...first.data, identity: { ...identity, name: '王明' } } };
    await service.receive(first, first, renamed, { ...otherwise, replayed: true });
    await untilEntries(registrationId, 4);
    expect([await contradictions(), errors]).toEqual([before, []]);

    const [, id] = await service.receive(first, otherwise); // in one batch
    await untilEntries(registrationId, 6);
    await service.receive(first); // against what is stored
    await untilEntries(registrationId, 7);
    expect(await contradictions()).toBe(before + 2);
    expect(errors[0]).toBe(
      `Event ${id} (${StudentGraduated.type}) of ${StudentGraduated.topic} says otherwise of version 3 of ${registrationId} than an event before it.`,
    );
  });

  it('because the copy here is ahead of the owner, or other than it, is found when the owner replays its states', async () => {
    const before = await contradictions();
    const replay = { ...school(5), replayed: true };
    await service.receive(school(5), replay);
    await untilEntries('S001', 2);
    expect([await contradictions(), errors]).toEqual([before, []]);

    const [id] = await service.receive(
      { ...school(4), replayed: true },
      { ...school(5, '别名'), replayed: true },
    );
    await untilEntries('S001', 3);
    expect(await contradictions()).toBe(before + 2);
    expect(errors[0]).toBe(
      `Event ${id} (${SchoolState.type}) of ${SchoolState.topic} replays version 4 of S001, and this service has seen version 5: its copy is ahead of the owner.`,
    );
  });
});
