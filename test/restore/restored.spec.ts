// Budget: 150 s: five processes are started, and each is restored and started again, twice.
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

async function restored(service: string, { numbers = false } = {}): Promise<void> {
  await city.kill(service);
  await backups.restore(service);
  if (numbers) await commanded(service, '--recover');
  await eventually('the group has forgotten its member', () =>
    commanded(service, '--rewind', backups.takenAt.toISOString()),
  );
  await city.start(service);
}

const caughtUp = () =>
  eventually('all caught up', async () => {
    const found: any = await reconcile(city.api, { graceSeconds: 0 });
    if (!found.caughtUp) throw new Error(reconciliationInWords(found));
  });

describe('A database that was restored to an earlier moment', () => {
  it('of certificates keeps the service from starting until it knows the numbers that it has given', async () => {
    await city.kill('certificates');
    await backups.restore('certificates');
    const { ok, said } = await city.command('certificates');
    report('certificates', said);
    expect({ ok, said }).toMatchObject({ ok: false, said: expect.stringContaining('Run --recover') });
  }, 300_000);

  it('of certificates comes level with the same numbers for the same people, as if nothing had been', async () => {
    await restored('certificates', { numbers: true });
    await eventually('the certificates of after the backup', async () =>
      expect(parts(await nowHeld())).toEqual(parts(held)),
    );
    await caughtUp();
  }, 300_000);

  it('of the lookup comes level by what the topic holds', async () => {
    await restored('certificate-lookup');
    await eventually('all entries', async () => expect(entriesOf(await nowHeld())).toEqual(entriesOf(held)));
    await caughtUp();
  }, 300_000);

  it('of employment comes level, but for the outcomes that were reported since', async () => {
    await restored('employment');
    await eventually('all cases', async () => expect(casesOf(await nowHeld())).toEqual(casesOf(held)));
    await caughtUp();
  }, 300_000);

  it('of student records leaves decisions that the others know of, and the reconciliation names them', async () => {
    await restored('student-records', { numbers: true });
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

  it('of student records is level again when the decisions are taken again, and nothing is doubled', async () => {
    await graduate(city.api, after);
    await revokeGraduation(city.api, before[0]!);
    await revokeGraduation(city.api, after[0]!);
    await caughtUp();
    expect(numbersOf(await nowHeld())).toEqual(numbersOf(held));
    expect(casesOf(await nowHeld())).toEqual(casesOf(held));
  }, 300_000);

  it('of all services at once comes level in the same way', async () => {
    const all = ['enrolment', 'student-records', 'certificates', 'certificate-lookup', 'employment'];
    for (const service of all) await city.kill(service);
    for (const service of all) await backups.restore(service);
    await Promise.all(
      all.map((service) =>
        restored(service, { numbers: ['student-records', 'certificates'].includes(service) }),
      ),
    );
    await eventually('certificates as they were', async () =>
      expect(numbersOf(await nowHeld())).toEqual(numbersOf(held)),
    );
    await graduate(city.api, after);
    await revokeGraduation(city.api, before[0]!);
    await revokeGraduation(city.api, after[0]!);
    await caughtUp();
    expect(numbersOf(await nowHeld())).toEqual(numbersOf(held));
  }, 300_000);

  it('gives nobody a number that another has, when work goes on', async () => {
    await graduate(city.api, waiting);
    await caughtUp();
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
