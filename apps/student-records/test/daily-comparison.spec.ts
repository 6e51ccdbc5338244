import {
  CaseDigestsPublished,
  CertificateDigestsPublished,
  EntryDigestsPublished,
  type EventDefinition,
} from '#contracts';
import { eventOf } from '#messaging';
import { dayInChina } from '#national-codes';
import { eventually, runJob, type TestService } from '#testing';
import { compareDigests } from '../src/reconciliation/daily-comparison.js';
import { activeStudents, graduated, schoolState, schoolsKnown, startStudentRecords } from './check-ins.js';

const RUNS: [string, EventDefinition][] = [
  ['certificates', CertificateDigestsPublished],
  ['certificate-lookup', EntryDigestsPublished],
  ['employment', CaseDigestsPublished],
];
const DAY_MS = 86_400_000;
const tomorrow = dayInChina(new Date(Date.now() + DAY_MS));
const due = new Date();
const afterDue = (seconds: number) => new Date(due.getTime() + seconds * 1_000);

let service: TestService;
const warnings: string[] = [];
const ignore = () => undefined;
const warn = (message: string) => void warnings.push(message);
beforeAll(async () => {
  service = await startStudentRecords();
  service.app.useLogger({ log: ignore, error: ignore, warn });
  await service.receive(schoolState('S001'));
  await schoolsKnown(service, 1);
  await graduated(service, await activeStudents(service, 3));
});
afterAll(() => service?.close());

/** Services tell that they hold nothing of these days. */
async function tellEmptyRuns(asOf: Date, runs = RUNS, from = '2020-01-01') {
  await service.receive(
    ...runs.map(([name, published]) =>
      eventOf(published, {
        version: asOf.getTime(),
        data: {
          service: name,
          asOf: asOf.toISOString(),
          from,
          to: tomorrow,
          digests: 0,
          deadLettersOpen: 0,
          deadLetters: [],
        },
      }),
    ),
  );
  await eventually(`${runs.length} runs`, async () =>
    expect(await service.query('select 1 from digest_runs where as_of = $1', [asOf])).toHaveLength(
      runs.length,
    ),
  );
}

const compare = async () => (await runJob(service, compareDigests, {}, due)).state;
async function metrics(): Promise<string[]> {
  const { body } = await service.anonymous.get('/metrics');
  return String(body)
    .split('\n')
    .filter((line) => line.startsWith('reconciliation_'));
}
const age = async () =>
  Number(
    (await metrics())
      .find((line) => line.includes('age'))!
      .split(' ')
      .at(-1),
  );

describe('The comparison of the day', () => {
  it('has found nothing before the first, and is as old as the installation', async () => {
    await service.query(`update daily_comparison set compared_at = now() - interval '1 hour'`);
    expect(await metrics()).toHaveLength(1);
    expect(await age()).toBeGreaterThanOrEqual(3_600);
  });

  it('waits until each service has told of all days, on that day', async () => {
    expect(await compare()).toBe('WAITING');
    await tellEmptyRuns(afterDue(-60));
    await tellEmptyRuns(afterDue(60), RUNS.slice(1));
    await tellEmptyRuns(afterDue(120), RUNS.slice(0, 1), tomorrow);
    expect(await compare()).toBe('WAITING');
    const overdue = /^jobs_overdue_seconds\{kind="compare-digests"\} (\S+)/m.exec(
      (await service.anonymous.get('/metrics')).body,
    );
    expect(Number(overdue?.[1])).toBeGreaterThan(0);
    expect(await age()).toBeGreaterThanOrEqual(3_600);
  });

  it('shows the discrepancies as metrics and warns of them', async () => {
    await tellEmptyRuns(afterDue(300));
    expect(await compare()).toBe('DONE');
    expect(await metrics()).toEqual(
      expect.arrayContaining([
        'reconciliation_discrepancies{stage="certificate"} 3',
        'reconciliation_discrepancies{stage="lookup_entry"} 0',
        'reconciliation_discrepancies{stage="case"} 3',
      ]),
    );
    expect(await age()).toBeLessThan(60);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^6 discrepancies .* GET \/reconciliation names them\.$/);
  });

  it('says nothing when there are none', async () => {
    warnings.length = 0;
    await service.query('delete from registrations where graduation_batch_id is null');
    await service.query('update graduation_batches set approved_at = null');
    expect(await compare()).toBe('DONE');
    expect(await metrics()).toContain('reconciliation_discrepancies{stage="case"} 0');
    expect(warnings).toEqual([]);
  });

  it('forgets old runs with their digests, but for the newest of a service', async () => {
    await service.query(`
      insert into digest_runs select service, now() - ago, '2020-01-01', '2020-12-31', 0, '[]'
        from (values ('certificates', interval '29 days'), ('certificates', '31 days'), ('gone', '40 days')) old (service, ago);
      insert into digests select service, as_of, 'S001', '2020-05-05', 1, 0, 0, '', '[]'
        from digest_runs where to_day = '2020-12-31';
      insert into digests values ('employment', now() - interval '31 days', 'S001', '2020-05-05', 1, 0, 0, '', '[]')`);
    expect(await compare()).toBe('DONE');
    const left = (table: string) =>
      service.query(
        `select service, extract(day from now() - as_of)::int as days from ${table} where as_of < now() - interval '1 day'
         order by service`,
      );
    const expected = [
      { service: 'certificates', days: 29 },
      { service: 'gone', days: 40 },
    ];
    expect(await left('digest_runs')).toEqual(expected);
    expect(await left('digests')).toEqual(expected);
  });
});
