import { randomUUID } from 'node:crypto';
import { hashOfEntry, verifyChains } from '#commands';
import { startTestService, type TestService } from '#testing';
import { CreateNotes1732400000000, NotesModule } from './notes-service.js';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({
    name: 'employment',
    module: NotesModule,
    migrations: [CreateNotes1732400000000],
  });
  // Who owns the database can take the trigger off: that is whom the chains are for.
  await service.query('alter table audit_entries disable trigger append_only');
});
beforeEach(async () => {
  await service.query('delete from audit_entries');
  await service.query('delete from audit_heads');
  for (let written = 0; written < 5; written++)
    await service.as('school-registrar', 'S001').post('/notes', { noteId: randomUUID(), text: 'text' });
});
afterAll(() => service?.close());

const verify = (published: { chain: string; seq: number; hash: string }[] = []) =>
  verifyChains((sql, parameters) => service.query(sql, parameters), published);

async function headNow() {
  const [head] = await service.query<{ chain: string; seq: string; hash: Buffer }>(
    'select * from audit_heads',
  );
  return { chain: head!.chain, seq: Number(head!.seq), hash: head!.hash.toString('hex') };
}

describe('The chains', () => {
  it('hold as they were written, with what was published of them', async () => {
    expect(await verify([await headNow()])).toEqual({ entries: 5, chains: 1, broken: [] });
  });

  it.each(['actor', 'role', 'action', 'aggregate_id', 'outcome'])(
    'name the entry whose %s was changed',
    async (column) => {
      await service.query(`update audit_entries set ${column} = 'forged' where seq = 3`);
      expect((await verify()).broken).toEqual([{ chain: 'S001', seq: 3, why: 'changed' }]);
    },
  );

  it('name the entry whose time was changed', async () => {
    await service.query(`update audit_entries set at = at - interval '1 millisecond' where seq = 2`);
    expect((await verify()).broken).toEqual([{ chain: 'S001', seq: 2, why: 'changed' }]);
  });

  it('name the first entry that was taken out of the middle', async () => {
    await service.query('delete from audit_entries where seq in (2, 3)');
    expect((await verify()).broken).toEqual([{ chain: 'S001', seq: 2, why: 'missing' }]);
  });

  it('name the entry at which the end was cut off', async () => {
    await service.query('delete from audit_entries where seq > 3');
    expect((await verify()).broken).toEqual([{ chain: 'S001', seq: 4, why: 'missing' }]);
  });

  it('that were cut off with their heads are found by what was published', async () => {
    const published = [await headNow()];
    await service.query('delete from audit_entries');
    await service.query('delete from audit_heads');
    expect((await verify(published)).broken).toEqual([{ chain: 'S001', seq: 1, why: 'missing' }]);
  });

  it('whose hashes were all computed anew are found by what was published', async () => {
    const published = [await headNow()];
    await service.query(`update audit_entries set actor = 'forged' where seq = 5`);
    const rows = await service.query('select * from audit_entries where seq in (4, 5) order by seq');
    const [before, forged] = rows;
    const hash = hashOfEntry(before.hash, {
      chain: forged.chain,
      seq: 5,
      at: forged.at,
      actor: forged.actor,
      role: forged.role,
      action: forged.action,
      aggregate: forged.aggregate,
      aggregateId: forged.aggregate_id,
      fromVersion: null,
      toVersion: 1,
      requestId: forged.request_id,
      outcome: forged.outcome,
    });
    await service.query('update audit_entries set hash = $1 where seq = 5', [hash]);
    await service.query('update audit_heads set hash = $1', [hash]);
    expect((await verify()).broken).toEqual([]);
    const found = [{ chain: 'S001', seq: 5, why: 'not the published head' }];
    expect((await verify(published)).broken).toEqual(found);
    // Whoever waits until the forged head is published as well gains nothing.
    expect((await verify([...published, await headNow()])).broken).toEqual(found);
  });
});
