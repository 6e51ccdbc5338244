import {
  CaseDigestsPublished,
  CertificateDigestsPublished,
  EntryDigestsPublished,
  type EventDefinition,
} from '#contracts';
import { eventOf } from '#messaging';
import { dayInChina } from '#national-codes';
import { eventually, type TestService } from '#testing';
import { DailyComparison } from '../src/reconciliation/daily-comparison.js';
import { activeStudents, graduated, schoolState, schoolsKnown, startStudentRecords } from './check-ins.js';

const RUNS: [string, EventDefinition][] = [
  ['certificates', CertificateDigestsPublished],
  ['certificate-lookup', EntryDigestsPublished],
  ['employment', CaseDigestsPublished],
];
const DAY_MS = 86_400_000;
const tomorrow = dayInChina(new Date(Date.now() + DAY_MS));
const at = (time: string, day = tomorrow) => new Date(`${day}T${time}+08:00`);

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

const compare = (now: Date) => service.app.get(DailyComparison).runIfDue(now);
const overdueAt = (time: string) => service.app.get(DailyComparison).overdueMilliseconds(at(time));
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
    expect(await compare(at('03:00:00'))).toBe(false);
    await tellEmptyRuns(at('01:59:00'));
    await tellEmptyRuns(at('02:01:00'), RUNS.slice(1));
    await tellEmptyRuns(at('02:02:00'), RUNS.slice(0, 1), tomorrow);
    expect(await compare(at('03:00:00'))).toBe(false);
    expect(overdueAt('03:00:00')).toBeGreaterThanOrEqual(3_600_000);
    expect(await age()).toBeGreaterThanOrEqual(3_600);
  });

  it('shows the gaps as metrics and warns of them, once', async () => {
    await tellEmptyRuns(at('02:05:00'));
    expect(await compare(at('03:00:00'))).toBe(true);
    expect(overdueAt('03:00:00')).toBe(0);
    expect(await compare(at('04:00:00'))).toBe(true);
    expect(await metrics()).toEqual(
      expect.arrayContaining([
        'reconciliation_gaps{stage="certificate"} 3',
        'reconciliation_gaps{stage="lookup_entry"} 0',
        'reconciliation_gaps{stage="case"} 3',
      ]),
    );
    expect(await age()).toBeLessThan(60);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^6 gaps .* GET \/reconciliation names them\.$/);
  });

  it('says nothing when there are none', async () => {
    warnings.length = 0;
    await service.query('delete from registrations where graduation_batch_id is null');
    await service.query('update graduation_batches set approved_at = null');
    await service.query('update daily_comparison set done_on = done_on - 1');
    expect(await compare(at('05:00:00'))).toBe(true);
    expect(await metrics()).toContain('reconciliation_gaps{stage="case"} 0');
    expect(warnings).toEqual([]);
  });

  it('forgets old runs with their digests, but for the newest of a service', async () => {
    await service.query(`
      insert into digest_runs select service, now() - ago, '2020-01-01', '2020-12-31', 0, '[]'
        from (values ('certificates', interval '29 days'), ('certificates', '31 days'), ('gone', '40 days')) old (service, ago);
      insert into digests select service, as_of, 'S001', '2020-05-05', 1, 0, 0, '', '[]'
        from digest_runs where to_day = '2020-12-31';
      insert into digests values ('employment', now() - interval '31 days', 'S001', '2020-05-05', 1, 0, 0, '', '[]');
      update daily_comparison set done_on = done_on - 1`);
    expect(await compare(at('06:00:00'))).toBe(true);
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
