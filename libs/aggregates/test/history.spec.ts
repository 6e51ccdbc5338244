import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { aggregate, asOf, historyEntries, makeAggregate, pastVersions } from '#aggregates';
import { allSchools, createDataSource, type Transaction, Transactions } from '#database';
import type { Outbox } from '#messaging';
import { createTestDatabase, type TestDatabase } from '#testing';
import { save } from '../src/save.js';

class CreateNotes1732400000000 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query(`
      create table schools (school_code text primary key, authority_code text not null);
      create table notes (note_id uuid primary key, school_code text not null, state text not null, version integer not null,
        author text not null, title_zh text, title_en text);`);
    await makeAggregate(runner, 'notes', { id: 'note_id' });
  }

  async down() {}
}

const note = { noteId: z.uuid(), schoolCode: z.string(), version: z.int(), author: z.string() };
const Note = z.discriminatedUnion('state', [
  z.object({ ...note, state: z.literal('DRAFT') }),
  z.object({ ...note, state: z.literal('PUBLISHED'), title: z.object({ zh: z.string(), en: z.string() }) }),
]);
const notes = aggregate({
  name: 'note',
  table: 'notes',
  id: 'noteId',
  school: 'schoolCode',
  states: Note,
  personal: ['author'],
});

let database: TestDatabase;
let dataSource: DataSource;
let transactions: Transactions;
beforeAll(async () => {
  database = await createTestDatabase('history');
  await database.migrate([CreateNotes1732400000000]);
  dataSource = await createDataSource(database.url).initialize();
  transactions = new Transactions(dataSource);
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.drop();
});

/** These steps publish nothing. */
const options = {
  outbox: undefined as unknown as Outbox,
  actor: { subject: 'li', role: 'city-officer' } as const,
};
const inCity = <T>(work: (tx: Transaction) => Promise<T>) => transactions.run(allSchools, work);
const drafted = async (author = '王小明') => {
  const after = { noteId: uuidv7(), schoolCode: 'S001', version: 1, state: 'DRAFT', author } as const;
  const [saved] = await inCity((tx) => save(tx, notes, { name: 'draft' }, [{ after, effectiveOn: '2026-01-01' }], options)); // prettier-ignore
  return saved!;
};
const published = (before: z.infer<typeof Note>) => ({
  before,
  after: { ...before, state: 'PUBLISHED', title: { zh: '通知', en: 'Notice' } } as const,
  effectiveOn: '2026-03-01',
  reason: '年度',
});

describe('The history of an aggregate', () => {
  it('has each version with what happened, when it took effect and who did it', async () => {
    const draft = await drafted();
    await inCity((tx) => save(tx, notes, { name: 'publish' }, [published(draft)], options));
    const entries = await inCity((tx) => historyEntries(tx, notes, draft.noteId));
    expect(entries).toMatchObject([
      { version: 1, state: 'DRAFT', happened: 'draft', effectiveOn: '2026-01-01', actor: 'li' },
      { version: 2, state: 'PUBLISHED', happened: 'publish', effectiveOn: '2026-03-01', reason: '年度' },
    ]);
    const [past] = await inCity((tx) => pastVersions(tx, notes, [draft.noteId], ['draft']));
    expect(past!.state).toEqual(draft);
    const [now] = await inCity((tx) => notes.find(tx, 'note_id = $1', [draft.noteId]));
    expect(now).toMatchObject({ state: 'PUBLISHED', version: 2, title: { zh: '通知', en: 'Notice' } });
  });

  it('tells the state of any day, by what was known then', async () => {
    const draft = await drafted();
    await sleep(5);
    const between = new Date().toISOString();
    await sleep(5);
    await inCity((tx) => save(tx, notes, { name: 'publish' }, [published(draft)], options));
    const then = { select: 'entry.state', on: '$1::date', known: '$2::timestamptz', where: 'note_id = $3' };
    const stateOn = async (on: string, known: string) => {
      const rows = await inCity((tx) =>
        tx.query<{ state: string }>(asOf(notes, then), [on, known, draft.noteId]),
      );
      return rows[0]?.state;
    };
    const later = new Date(Date.parse(between) + 3_600_000).toISOString();
    expect(await stateOn('2026-02-28', later)).toBe('DRAFT');
    expect(await stateOn('2026-03-01', later)).toBe('PUBLISHED');
    expect(await stateOn('2026-03-01', between)).toBe('DRAFT');
    expect(await stateOn('2025-12-31', later)).toBeUndefined();
  });

  it('holds nothing personal, which an erasure could not reach', async () => {
    const draft = await drafted('保密');
    const rows = await database.query('select data::text as data from notes_history where note_id = $1', [
      draft.noteId,
    ]);
    expect(rows[0]!.data).not.toContain('保密');
  });

  it('cannot be passed by: a row without its entry is refused, whoever writes it', async () => {
    const draft = await drafted();
    const refused = 'a version of notes was written without its history';
    await expect(
      database.query(`update notes set state = 'PUBLISHED' where note_id = $1`, [draft.noteId]),
    ).rejects.toThrow(refused);
    await expect(
      database.query('update notes set version = 2 where note_id = $1', [draft.noteId]),
    ).rejects.toThrow(refused);
    await expect(
      database.query(`insert into notes values ($1, 'S001', 'DRAFT', 1, 'x')`, [uuidv7()]),
    ).rejects.toThrow(refused);
  });

  it('is never rewritten', async () => {
    await drafted();
    await expect(database.query(`update notes_history set reason = 'x'`)).rejects.toThrow('never changed');
    await expect(database.query('delete from notes_history')).rejects.toThrow('never changed');
  });

  it('refuses a second change of one version', async () => {
    const draft = await drafted();
    await inCity((tx) => save(tx, notes, { name: 'publish' }, [published(draft)], options));
    await expect(
      inCity((tx) => save(tx, notes, { name: 'publish' }, [published(draft)], options)),
    ).rejects.toThrow('Not every note was still at the version that was read.');
  });

  it('goes on where a row was lost and comes again, under a version that nobody has had', async () => {
    const draft = await drafted();
    await inCity((tx) => save(tx, notes, { name: 'publish' }, [published(draft)], options));
    await database.query('delete from notes where note_id = $1', [draft.noteId]);
    const [again] = await inCity((tx) => save(tx, notes, { name: 'draft' }, [{ after: draft }], options));
    expect(again).toEqual({ ...draft, version: 3 });
    const entries = await inCity((tx) => historyEntries(tx, notes, draft.noteId));
    expect(entries.map(({ version, state }) => `${version} ${state}`)).toEqual([
      '1 DRAFT',
      '2 PUBLISHED',
      '3 DRAFT',
    ]);
  });

  it('belongs to the school of its aggregate', async () => {
    const draft = await drafted();
    const other = await transactions.run({ kind: 'school', schoolCode: 'S002' }, (tx) =>
      historyEntries(tx, notes, draft.noteId),
    );
    expect(other).toEqual([]);
  });
});
