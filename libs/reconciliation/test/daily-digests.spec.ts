import { Module } from '@nestjs/common';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CaseDigest, CaseDigestsPublished } from '#contracts';
import { CommandsModule, createCommandTables } from '#commands';
import { DatabaseModule } from '#database';
import { createJobsTable, JobsModule } from '#jobs';
import { createMessagingTables, MessagingModule } from '#messaging';
import { publishDigests, ReconciliationModule } from '#reconciliation';
import { SecurityModule } from '#security';
import { eventually, runJob, startTestService, type TestService } from '#testing';

class CreateTables1732400000000 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await createMessagingTables(runner);
    await createCommandTables(runner, { districts: false });
    await createJobsTable(runner, { districts: false });
    await runner.query(`
      create table things (school_code text, registration_id uuid default gen_random_uuid(), day date, gone boolean,
        gone_at timestamptz);
      insert into things (school_code, registration_id, day, gone) values ('S001', default, '2026-07-01', false), ('S001', default, '2026-07-01', true),
        ('S002', default, '2026-07-01', false), ('S001', default, '2026-07-02', false),
        ('S001', default, '2024-07-02', false)`);
  }

  async down() {}
}

@Module({
  imports: [
    DatabaseModule.forRoot(),
    SecurityModule.forRoot(),
    CommandsModule,
    JobsModule.forRoot(),
    MessagingModule.forRoot({ service: 'employment' }),
    ReconciliationModule.forRoot({
      digest: CaseDigest,
      published: CaseDigestsPublished,
      table: 'things',
      day: 'day',
      revoked: 'gone',
      revokedAt: 'gone_at',
      columns: `school_code, registration_id, gone as revoked, '2026-07-01T02:00:00Z'::timestamptz as at`,
    }),
  ],
})
class ThingsModule {}

let service: TestService;
beforeAll(async () => {
  service = await startTestService({
    name: 'employment',
    module: ThingsModule,
    migrations: [CreateTables1732400000000],
  });
});
afterAll(() => service?.close());

const july = { from: '2026-07-01', to: '2026-07-31' };
const publish = async (span: object = july) => {
  const { status, body } = await service.as('operator').post('/reconciliation/digests', span);
  expect(status).toBe(200);
  return body;
};
const runOf = (asOf: string) =>
  eventually(`the end of the run of ${asOf}`, async () => {
    const run = (await service.published(CaseDigestsPublished)).find(({ data }) => data.asOf === asOf);
    expect(run).toBeDefined();
    return run!.data;
  });

describe('Digests', () => {
  it('are one a school and day of the span, and then the run ends', async () => {
    const { asOf, digests } = await publish();
    expect(digests).toBe(3);
    expect(await runOf(asOf)).toMatchObject({ ...july, service: 'employment', digests: 3, deadLetters: [] });
    const told = (await service.published(CaseDigest, 3)).filter(({ data }) => data.asOf === asOf);
    expect(
      told
        .map(
          ({ data }) => `${data.schoolCode} ${data.day}: ${data.live} ${data.revoked} ${data.items.length}`,
        )
        .toSorted((one, other) => one.localeCompare(other)),
    ).toEqual(['S001 2026-07-01: 1 1 2', 'S001 2026-07-02: 1 0 1', 'S002 2026-07-01: 1 0 1']);
  });

  it('are told of a day before the span as well, once something of it was revoked within the span', async () => {
    await service.query(`insert into things values ('S001', default, '2016-06-30', true, '2026-07-10T08:00:00Z'),
      ('S001', default, '2016-06-30', false, null), ('S001', default, '2017-06-30', true, '2020-01-01T08:00:00Z')`);
    const { asOf, digests } = await publish();
    expect(digests).toBe(4);
    expect(await runOf(asOf)).toMatchObject({ ...july, olderDays: ['2016-06-30'], digests: 4 });
    const told = (await service.published(CaseDigest)).filter(({ data }) => data.asOf === asOf);
    expect(told.map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ day: '2016-06-30', live: 1, revoked: 1 }),
    );
    await service.query(`delete from things where day < '2020-01-01'`);
  });

  it('name the dead letters that are still open', async () => {
    await service.query(
      `insert into dead_letters (topic, key, partition, record_offset, headers, payload, reason, error, resolution, resolved_at)
       select 'student-records.graduations.v1', 'k', 0, n, jsonb_build_object('ce_type', 't', 'ce_subject', 's' || n),
         '', 'FAILED', '', case n when 2 then 'DISCARDED' end, case n when 2 then now() end
       from generate_series(1, 2) n`,
    );
    const { asOf } = await publish();
    expect(await runOf(asOf)).toMatchObject({
      deadLettersOpen: 1,
      deadLetters: [{ topic: 'student-records.graduations.v1', type: 't', subject: 's1', reason: 'FAILED' }],
    });
  });

  it('are asked for by operators only, and of days in their order', async () => {
    expect((await service.as('city-officer').post('/reconciliation/digests')).status).toBe(403);
    const answer = await service.as('operator').post('/reconciliation/digests', {
      from: '2026-07-02',
      to: '2026-07-01',
    });
    expect(answer).toMatchObject({ status: 422, body: { code: 'span-not-possible' } });
  });
});

describe('The run of the day', () => {
  it('covers the days up to that on which it was due, a step for each that has something to tell', async () => {
    const due = new Date('2026-07-15T02:00:00+08:00');
    // three days of things, the beginning and the end; the oldest lies before the span
    expect(await runJob(service, publishDigests, {}, due)).toMatchObject({ state: 'DONE', steps: 2 + 2 });
    await eventually('the end of the run', async () =>
      expect((await service.published(CaseDigestsPublished)).map(({ data }) => data)).toContainEqual(
        expect.objectContaining({ to: '2026-07-15', digests: 3 }),
      ),
    );
  });
});
