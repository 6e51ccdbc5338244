import { randomUUID } from 'node:crypto';
import { AuditLog } from '#commands';
import { allSchools, Transactions } from '#database';
import { type Answer, startTestService, type TestService, tokenFor } from '#testing';
import { CreateNotes1732400000000, NotesModule, ran } from './notes-service.js';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({
    name: 'employment',
    module: NotesModule,
    migrations: [CreateNotes1732400000000],
  });
});
afterAll(() => service.close());

const registrar = (school = 'S001', person?: string) => service.as('school-registrar', school, person);

async function written(school = 'S001'): Promise<string> {
  const noteId = randomUUID();
  expect((await registrar(school).post('/notes', { noteId, text: 'first' })).status).toBe(201);
  return noteId;
}

const change = (noteId: string, body: object, headers: Record<string, string> = {}, school = 'S001') =>
  registrar(school).post(`/notes/${noteId}/change`, body, undefined, headers);

const textOf = async (noteId: string) => (await registrar().get(`/notes/${noteId}`)).body.text as string;
const entriesOf = (noteId: string) =>
  service.query('select * from audit_entries where aggregate_id = $1 order by seq', [noteId]);

describe('A command with an Idempotency-Key', () => {
  it('that is sent again is answered as before, and does nothing', async () => {
    const noteId = await written();
    const key = { 'idempotency-key': randomUUID() };
    const first = await change(noteId, { text: 'second' }, key);
    const again = await change(noteId, { text: 'second' }, key);
    expect(again).toMatchObject({ status: first.status, body: first.body });
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('etag')).toBe('"2"');
    expect(await entriesOf(noteId)).toHaveLength(2);
  });

  it('that is sent again while the first is in hand waits for it, and does nothing', async () => {
    const noteId = await written();
    const key = { 'idempotency-key': randomUUID() };
    const before = ran.times;
    const slow = { text: 'slow', waitMs: 300 };
    const answers = await Promise.all(Array.from({ length: 5 }, () => change(noteId, slow, key)));
    expect(answers.map(({ body }) => body.version)).toEqual([2, 2, 2, 2, 2]);
    expect(ran.times).toBe(before + 1);
  });

  it('that was refused is tried anew', async () => {
    const noteId = await written();
    const key = { 'idempotency-key': randomUUID() };
    const nobodys = randomUUID();
    expect((await change(nobodys, { text: 'x' }, key)).status).toBe(404);
    expect((await change(noteId, { text: 'x' }, key)).status).toBe(200);
  });

  it('is refused with the key of another request, and does nothing', async () => {
    const noteId = await written();
    const key = { 'idempotency-key': randomUUID() };
    await change(noteId, { text: 'second' }, key);
    const other = await change(noteId, { text: 'third' }, key);
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency-key-reused' } });
    expect(await textOf(noteId)).toBe('second');
  });

  it('has nothing to do with the same key of somebody else', async () => {
    const noteId = await written();
    const key = { 'idempotency-key': randomUUID() };
    await change(noteId, { text: 'mine' }, key);
    const theirs = await registrar('S001', 'another-registrar').post(
      `/notes/${noteId}/change`,
      { text: 'theirs' },
      undefined,
      key,
    );
    expect(theirs.body).toMatchObject({ text: 'theirs', version: 3 });
  });

  it('has nothing to do with the same key of the same person at another school', async () => {
    const noteId = await written();
    const key = { 'idempotency-key': randomUUID() };
    const person = randomUUID();
    const at = (school: string) =>
      service
        .as('school-registrar', school, person)
        .post(`/notes/${noteId}/change`, { text: 'x' }, undefined, key);
    expect((await at('S001')).status).toBe(200);
    expect((await at('S002')).status).toBe(404);
  });

  it.each(['', ' ', 'two words', 'x'.repeat(101)])('is refused with the key %j', async (key) => {
    const answer = await change(await written(), { text: 'x' }, { 'idempotency-key': key });
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'Idempotency-Key', code: 'invalid-header' }] },
    });
  });
});

describe('A command with If-Match', () => {
  it('is done on the version that it names, as a GET gave it', async () => {
    const noteId = await written();
    const read = await registrar().get(`/notes/${noteId}`);
    expect(read.headers.get('etag')).toBe('"1"');
    const changed = await change(noteId, { text: 'second' }, { 'if-match': '"1"' });
    expect(changed).toMatchObject({ status: 200, body: { version: 2 } });
  });

  it('is refused once somebody has changed the record, and does nothing', async () => {
    const noteId = await written();
    await change(noteId, { text: 'second' });
    const late = await change(noteId, { text: 'late' }, { 'if-match': '"1"' });
    expect(late).toMatchObject({ status: 412, body: { code: 'precondition-failed' } });
    expect(await textOf(noteId)).toBe('second');
  });

  it('may name several versions, or any', async () => {
    const noteId = await written();
    expect((await change(noteId, { text: 'a' }, { 'if-match': '"7", "1"' })).status).toBe(200);
    expect((await change(noteId, { text: 'b' }, { 'if-match': '*' })).status).toBe(200);
  });

  it('may name the version as a proxy that compresses has weakened it', async () => {
    const noteId = await written();
    const weak = { 'if-match': 'W/"1"' };
    expect(await change(noteId, { text: 'second' }, weak)).toMatchObject({ status: 200 });
    expect(await change(noteId, { text: 'late' }, weak)).toMatchObject({ status: 412 });
  });

  it('is refused where it changes nothing that has the version', async () => {
    const answer = await registrar().post('/notes/change-none/change-all', {}, undefined, {
      'if-match': '"1"',
    });
    expect(answer).toMatchObject({ status: 412 });
  });

  it('is refused where the address names no record', async () => {
    const body = { noteId: randomUUID(), text: 'x' };
    const answer = await registrar().post('/notes', body, undefined, { 'if-match': '"1"' });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'If-Match' }] } });
  });

  it.each(['1', 'W/1', '"x"', ''])('is refused with %j, which is no version', async (tag) => {
    const answer = await change(await written(), { text: 'x' }, { 'if-match': tag });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'If-Match' }] } });
  });
});

const trail = async (path: string, caller = registrar()) =>
  (await caller.get(`/audit-entries${path}`)) as Answer<{ items: any[]; nextCursor?: string }>;

describe('The audit trail', () => {
  it('tells the history of a record in sentences, the newest first', async () => {
    const noteId = await written();
    await change(noteId, { text: 'second' });
    const { body } = await trail(`?aggregate=note&id=${noteId}`);
    expect(body.items.map(({ sentence }) => sentence.zh)).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d，学校学籍管理员 \S+ 改了便签（版本 1 → 2）。$/),
      expect.stringMatching(/，学校学籍管理员 \S+ 写了便签（版本 1）。$/),
    ]);
    expect(body.items[0]).toMatchObject({
      chain: 'S001',
      role: 'school-registrar',
      action: 'change-note',
      from: 1,
      to: 2,
      outcome: 'done',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('tells a school what the city did to its records, and nothing of another school', async () => {
    const noteId = await written('S002');
    await service.as('city-officer').post(`/notes/${noteId}/unseal`);
    const { body } = await trail(`?id=${noteId}`, registrar('S002'));
    expect(body.items.map(({ action, role }) => [action, role])).toEqual([
      ['unseal-note', 'city-officer'],
      ['write-note', 'school-registrar'],
    ]);
    expect((await trail(`?id=${noteId}`, registrar('S001'))).body.items).toEqual([]);
  });

  it('is paged without leaving out or repeating', async () => {
    const noteId = await written();
    for (const text of ['a', 'b', 'c', 'd']) await change(noteId, { text });
    const seen: number[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const { body } = await trail(`?id=${noteId}&limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map(({ to }) => to as number));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual([5, 4, 3, 2, 1]);
  });

  it('writes down what was refused: another’s role, another school’s record, a version that is gone', async () => {
    const noteId = await written();
    const principal = `principal-${randomUUID()}`;
    await service.as('school-principal', 'S001', principal).post(`/notes/${noteId}/change`, { text: 'x' });
    const stranger = `stranger-${randomUUID()}`;
    await registrar('S002', stranger).get(`/notes/${noteId}`);
    await registrar('S002', stranger).post(`/notes/${noteId}/change`, { text: 'x' });
    const rows = await service.query(
      'select chain, role, action, outcome from audit_entries where actor = any($1) order by at',
      [[`school-principal:S001:${principal}`, `school-registrar:S002:${stranger}`]],
    );
    expect(rows).toEqual([
      {
        chain: 'S001',
        role: 'school-principal',
        action: 'POST /notes/:noteId/change',
        outcome: 'role-not-allowed',
      },
      { chain: 'S002', role: 'school-registrar', action: 'GET /notes/:noteId', outcome: 'not-found' },
      { chain: 'S002', role: 'school-registrar', action: 'POST /notes/:noteId/change', outcome: 'not-found' },
    ]);
    expect(await entriesOf(noteId)).toHaveLength(1);
  });

  it('writes down which records of a batch were refused, and why', async () => {
    const [mine, theirs] = [await written('S001'), await written('S002')];
    await registrar().post('/notes/batch/change-all', { noteIds: [mine, theirs] });
    const { body } = await trail(`?id=${theirs}`);
    expect(body.items).toMatchObject([{ chain: 'S001', action: 'change-note', outcome: 'not-found' }]);
    expect(body.items[0].sentence.zh).toContain('请求“改了便签”被拒绝：not-found');
    expect((await trail(`?id=${theirs}`, registrar('S002'))).body.items).toMatchObject([{ outcome: 'done' }]);
    expect((await trail(`?id=${mine}`)).body.items).toHaveLength(2);
  });

  it('holds up nobody while a long transaction goes on that has noted something', async () => {
    const job = { subject: 'job', role: 'school-registrar', schoolCode: 'S005' } as const;
    const audit = service.app.get(AuditLog);
    await service.app.get(Transactions).run(allSchools, async (tx) => {
      audit.note(tx, job, { name: 'first', zh: '', en: '' }, []);
      await written('S005');
      audit.note(tx, job, { name: 'second', zh: '', en: '' }, []);
    });
    const rows = await service.query(`select action from audit_entries where chain = 'S005' order by seq`);
    expect(rows.map(({ action }) => action)).toEqual(['write-note', 'first', 'second']);
  }, 10_000);

  it('holds one entry for each of many commands at once, in a chain without a gap', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, at) => written(at % 2 ? 'S003' : 'S004')));
    const rows = await service.query(
      `select chain, count(*)::int as entries, max(seq)::int as last from audit_entries
       where chain in ('S003', 'S004') group by chain order by chain`,
    );
    expect(rows).toEqual([
      { chain: 'S003', entries: 20, last: 20 },
      { chain: 'S004', entries: 20, last: 20 },
    ]);
  });
});

describe('A route that changes something', () => {
  it('and does not write it down is a defect', async () => {
    expect(await registrar().post('/notes/forgotten')).toMatchObject({ status: 500 });
  });

  it('is none that is asked by HEAD', async () => {
    const noteId = await written();
    const token = await tokenFor('school-registrar', 'S001');
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${service.url}/notes/${noteId}`, { method: 'HEAD', headers });
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, '"1"']);
  });

  it('by POST and only reads says so, and needs no entry', async () => {
    expect(await registrar().post('/notes/count')).toMatchObject({ status: 200 });
  });

  it('has the headers of commands on the API page', async () => {
    const { body } = await service.anonymous.get('/openapi.json');
    const namesOf = (path: string) =>
      (body.paths[path].post.parameters ?? [])
        .filter((each: { in: string }) => each.in === 'header')
        .map((each: { name: string }) => each.name);
    expect(namesOf('/notes/{noteId}/change')).toEqual(['Idempotency-Key', 'If-Match']);
    expect(namesOf('/notes')).toEqual(['Idempotency-Key']);
    expect(namesOf('/notes/count')).toEqual([]);
    expect(Object.keys(body.paths['/notes/{noteId}/change'].post.responses)).toEqual(
      expect.arrayContaining(['409', '412']),
    );
  });
});
