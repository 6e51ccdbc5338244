// Budget: 340 s: five processes are started, and each is restored and started again, twice.
import { eventually } from '#testing';
import { reconcile, reconciliationInWords } from '../../deploy/local/reconciliation.ts';
import {
  approveRegistrations,
  checkInStudents,
  graduate,
  holdings,
  openSchool,
  revokeGraduation,
} from '../harness/students.ts';
import { untilReconciled } from '../harness/reconciled.ts';
import { type RunningCity, startCity } from '../harness/running-city.ts';
import { type Backups, backUp } from './backups.js';

/** What each service holds, without what tells only when it was written. */
type Held = Record<'certificates' | 'entries' | 'cases', Record<string, string>[]>;

let city: RunningCity;
let backups: Backups;
/** Graduated before the backup, and after it; waiting to graduate. */
let before: string[];
let after: string[];
let waiting: string[];
let held: Held;
beforeAll(async () => {
  city = await startCity();
  await openSchool(city.api, 14);
  await checkInStudents(city.api, 10);
  const active = (await approveRegistrations(city.api, 10)).map(({ registrationId }) => registrationId);
  before = active.slice(0, 3);
  after = active.slice(3, 8);
  waiting = active.slice(8);
  await graduate(city.api, before);
  await followed(3, 0);
  backups = await backUp(city);
  // Twice, so that the numbers would come out in another order if they were given anew.
  await graduate(city.api, after.slice(2).toReversed());
  await followed(6, 0);
  await graduate(city.api, after.slice(0, 2));
  await revokeGraduation(city.api, before[0]!);
  await revokeGraduation(city.api, after[0]!);
  held = await followed(8, 2);
}, 300_000);
afterAll(async () => {
  await city?.stop();
  await backups?.drop();
});

const nowHeld = (): Promise<Held> => holdings(city.api);
const followed = (graduated: number, revoked: number) =>
  eventually(`${graduated} certificates, entries and cases, ${revoked} revoked`, async () => {
    const { certificates, entries, cases } = await nowHeld();
    expect([certificates.length, entries.length, cases.length]).toEqual(Array(3).fill(graduated));
    expect(entries.filter(({ status }) => status === 'REVOKED')).toHaveLength(revoked);
    expect(cases.filter(({ state }) => state === 'CANCELLED')).toHaveLength(revoked);
    return { certificates, entries, cases };
  });

const numbersOf = ({ certificates }: Held) =>
  certificates
    .map(({ registrationId, certificateNo, status }) => `${registrationId} ${certificateNo} ${status}`)
    .toSorted();
const entriesOf = ({ entries }: Held) =>
  entries.map(({ certificateNo, status, statusAt }) => `${certificateNo} ${status} ${statusAt}`).toSorted();
const casesOf = ({ cases }: Held) =>
  cases
    .map(({ registrationId, state, certificateNo }) => `${registrationId} ${state} ${certificateNo}`)
    .toSorted();
const parts = (each: Held) => [numbersOf(each), entriesOf(each), casesOf(each)];

async function commanded(service: string, ...options: string[]): Promise<string> {
  const { ok, said } = await city.command(service, ...options);
  if (!ok) throw new Error(said);
  report(`${service} ${options.join(' ')}`, said);
  return said;
}

const report = (what: string, said: string) => {
  if (process.env.SHOW_OUTPUT) process.stderr.write(`\n== ${what}\n${said}\n`);
};

const NUMBERING = ['student-records', 'certificates'];

/** The procedure of deploy/README.md: all are stopped and restored before the first of them starts. */
async function restored(...services: string[]): Promise<void> {
  await city.end(...services);
  await backups.restore(...services);
  await Promise.all(
    services.map(async (service) => {
      if (NUMBERING.includes(service)) await commanded(service, '--recover');
      await commanded(service, '--rewind', backups.takenAt.toISOString());
      await city.start(service);
    }),
  );
}

describe('A database that was restored to an earlier moment', () => {
  it('of certificates keeps the service from starting until it knows the numbers that it has given', async () => {
    await city.end('certificates');
    await backups.restore('certificates');
    const { ok, said } = await city.command('certificates');
    report('certificates', said);
    expect({ ok, said }).toMatchObject({ ok: false, said: expect.stringContaining('Run --recover') });
  }, 300_000);

  it('of certificates catches up with the same numbers for the same people, as if nothing had been', async () => {
    await restored('certificates');
    await eventually('the certificates of after the backup', async () =>
      expect(parts(await nowHeld())).toEqual(parts(held)),
    );
    await untilReconciled(city.api);
  }, 300_000);

  it('of the lookup catches up by what the topic holds', async () => {
    await restored('certificate-lookup');
    await eventually('all entries', async () => expect(entriesOf(await nowHeld())).toEqual(entriesOf(held)));
    await untilReconciled(city.api);
  }, 300_000);

  it('of employment catches up, but for the outcomes that were reported since', async () => {
    await restored('employment');
    await eventually('all cases', async () => expect(casesOf(await nowHeld())).toEqual(casesOf(held)));
    await untilReconciled(city.api);
  }, 300_000);

  it('of student records leaves decisions that the others know of, and the reconciliation names them', async () => {
    await restored('student-records');
    const found: any = await eventually('the graduations that were lost', async () => {
      const result: any = await reconcile(city.api, { graceSeconds: 0 });
      expect(result.discrepancies.length).toBeGreaterThan(5);
      return result;
    });
    report('reconcile', reconciliationInWords(found));
    const named = (what: string, kind: string) =>
      found.discrepancies
        .filter(
          (discrepancy: Record<string, string>) => discrepancy.what === what && discrepancy.kind === kind,
        )
        .map((discrepancy: Record<string, string>) => discrepancy.registrationId)
        .toSorted();
    for (const what of ['CERTIFICATE', 'CASE']) {
      expect(named(what, 'SUPERFLUOUS')).toEqual(after.toSorted());
      expect(named(what, 'REVOKED_WRONGLY')).toEqual([before[0]]);
    }
  }, 300_000);

  it('of student records agrees with the others again when the decisions are taken again, and nothing is doubled', async () => {
    await graduate(city.api, after);
    await revokeGraduation(city.api, before[0]!);
    await revokeGraduation(city.api, after[0]!);
    await untilReconciled(city.api);
    expect(numbersOf(await nowHeld())).toEqual(numbersOf(held));
    expect(casesOf(await nowHeld())).toEqual(casesOf(held));
  }, 300_000);

  it('of all services at once catches up in the same way', async () => {
    await restored('enrolment', 'student-records', 'certificates', 'certificate-lookup', 'employment');
    await eventually('certificates as they were', async () =>
      expect(numbersOf(await nowHeld())).toEqual(numbersOf(held)),
    );
    await graduate(city.api, after);
    await revokeGraduation(city.api, before[0]!);
    await revokeGraduation(city.api, after[0]!);
    await untilReconciled(city.api);
    expect(numbersOf(await nowHeld())).toEqual(numbersOf(held));
  }, 300_000);

  it('gives nobody a number that another has, when work goes on', async () => {
    await graduate(city.api, waiting);
    await untilReconciled(city.api);
    const { certificates } = await nowHeld();
    expect(new Set(certificates.map(({ certificateNo }) => certificateNo)).size).toBe(10);
    expect(
      numbersOf({
        ...held,
        certificates: certificates.filter(({ registrationId }) => !waiting.includes(registrationId!)),
      }),
    ).toEqual(numbersOf(held));
  }, 300_000);
});
