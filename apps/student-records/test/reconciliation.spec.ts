// Budget: 40 s: digests of three services are told again and again
import { randomUUID } from 'node:crypto';
import {
  CaseDigest,
  CaseDigestsPublished,
  CertificateDigest,
  CertificateDigestsPublished,
  type DigestItem,
  EntryDigest,
  EntryDigestsPublished,
  type EventDefinition,
  type ServiceName,
} from '#contracts';
import { eventOf } from '#messaging';
import { dayInChina } from '#national-codes';
import { eventually, type TestService } from '#testing';
import {
  activeStudents,
  graduated,
  itemsOf,
  revoked as revokeGraduations,
  schoolState,
  schoolsKnown,
  startStudentRecords,
} from './check-ins.js';

const today = dayInChina(new Date());
const span = { from: today, to: today };
const EVENTS: [ServiceName, EventDefinition, EventDefinition][] = [
  ['certificates', CertificateDigest, CertificateDigestsPublished],
  ['certificate-lookup', EntryDigest, EntryDigestsPublished],
  ['employment', CaseDigest, CaseDigestsPublished],
];

const rowOfOld = (body: any) => body.rows.find(({ day }: { day: string }) => day === '2019-06-30');

const certified = (registrationId: string, certificateNo: string, isRevoked: boolean) => ({
  registrationId,
  certificateNo,
  revoked: isRevoked,
  at: new Date().toISOString(),
});

describe('Reconciliation', () => {
  let service: TestService;
  let registrationIds: string[];
  let clock = Date.now() + 3_600_000;
  beforeAll(async () => {
    service = await startStudentRecords();
    await service.receive(schoolState('S001'), schoolState('S002'));
    await schoolsKnown(service, 2);
    registrationIds = await activeStudents(service, 4);
    await graduated(service, registrationIds);
    await revokeGraduations(service, [registrationIds[3]!]);
  });
  afterAll(() => service?.close());

  const items = (withNumber: boolean, withRegistration: boolean): DigestItem[] =>
    registrationIds.map((registrationId, n) => ({
      ...(withRegistration && { registrationId }),
      ...(withNumber && { certificateNo: `C${n}` }),
      revoked: n === 3,
      at: new Date().toISOString(),
    }));
  /** What the three services hold when all is well. */
  const caughtUp = (): Record<string, DigestItem[]> => ({
    certificates: items(true, true),
    'certificate-lookup': items(true, false),
    employment: items(false, true),
  });

  /** Tells digests as the three services would, and answers the reconciliation once all have arrived. */
  const reconciled = async (
    held: Record<string, DigestItem[]>,
    letters: Record<string, object[]> = {},
    ofOldDay: Record<string, DigestItem[]> = {},
  ) => {
    const asOf = new Date((clock += 1_000)).toISOString();
    const version = clock;
    await service.receive(
      ...EVENTS.flatMap(([name, digest, published]) => {
        const all = held[name]!;
        const whole = {
          service: name,
          asOf,
          schoolCode: 'S001',
          day: today,
          live: all.filter(({ revoked }) => !revoked).length,
          revoked: all.filter(({ revoked }) => revoked).length,
          hash: '0000000000000000',
          parts: 2,
        };
        const older = ofOldDay[name];
        const revokedThen = older?.filter(({ revoked }) => revoked).length ?? 0;
        const oldDay = {
          ...whole,
          day: '2019-06-30',
          live: (older?.length ?? 0) - revokedThen,
          revoked: revokedThen,
          parts: 1,
        };
        const deadLetters = letters[name] ?? [];
        const run = {
          service: name,
          asOf,
          ...span,
          ...(older && { olderDays: [oldDay.day] }),
          digests: 1,
          deadLettersOpen: deadLetters.length,
          deadLetters,
        };
        return [
          ...(all.length > 0
            ? [
                eventOf(digest, { version, data: { ...whole, part: 1, items: all.slice(0, 2) } }),
                eventOf(digest, { version, data: { ...whole, part: 2, items: all.slice(2) } }),
              ]
            : []),
          ...(older ? [eventOf(digest, { version, data: { ...oldDay, part: 1, items: older } })] : []),
          eventOf(published, { version, data: run }),
        ];
      }),
    );
    return eventually(`the digests of ${asOf}`, async () => {
      const { body } = await service.as('operator').get(`/reconciliation?from=${today}&to=${today}`);
      expect(body.services.map((each: { asOf: string }) => each.asOf)).toEqual([asOf, asOf, asOf]);
      return body;
    });
  };

  it('is in flight as long as the other services have not counted', async () => {
    const { body } = await service.as('city-officer').get('/reconciliation');
    expect(body).toMatchObject({ caughtUp: false, discrepancies: [], services: [] });
    expect(body.inFlight).toHaveLength(8);
    expect(body.rows).toMatchObject([{ schoolCode: 'S001', day: today, graduated: { live: 3, revoked: 1 } }]);
  });

  it('finds no discrepancy when all four hold the same', async () => {
    const body = await reconciled(caughtUp());
    const four = { live: 3, revoked: 1 };
    expect(body).toMatchObject({ caughtUp: true, inFlight: [], uneven: 0, discrepancies: [] });
    expect(body.rows).toMatchObject([
      {
        schoolCode: 'S001',
        day: today,
        graduated: four,
        issued: four,
        visible: four,
        tracked: four,
        caughtUp: true,
      },
    ]);
  });

  it('names a deleted case, an entry that is not there, and what was not revoked, with the dead letter', async () => {
    const held = caughtUp();
    held.employment!.splice(0, 1);
    held['certificate-lookup']!.splice(1, 1);
    held.certificates![3]!.revoked = false;
    const letter = {
      topic: 'student-records.graduations.v1',
      type: 'student-records.GraduationRevoked.v1',
      subject: registrationIds[3]!,
      reason: 'FAILED',
      since: new Date().toISOString(),
    };
    const body = await reconciled(held, { certificates: [letter] });
    expect(body).toMatchObject({ caughtUp: false, inFlight: [] });
    expect(body.rows).toMatchObject([
      { tracked: { live: 2, revoked: 1 }, discrepancies: 4, caughtUp: false },
    ]);
    const named = body.discrepancies.map((discrepancy: any) => [
      discrepancy.what,
      discrepancy.kind,
      discrepancy.registrationId,
      discrepancy.certificateNo,
    ]);
    expect(named).toHaveLength(4);
    expect(named).toEqual(
      expect.arrayContaining([
        ['CASE', 'MISSING', registrationIds[0], 'C0'],
        ['LOOKUP_ENTRY', 'MISSING', registrationIds[1], 'C1'],
        ['CERTIFICATE', 'NOT_REVOKED', registrationIds[3], 'C3'],
        // By the certificate, which still holds, the entry is revoked wrongly: it goes away with the other.
        ['LOOKUP_ENTRY', 'REVOKED_WRONGLY', registrationIds[3], 'C3'],
      ]),
    );
    const revocation = body.discrepancies.find((discrepancy: any) => discrepancy.kind === 'NOT_REVOKED');
    expect(revocation).toMatchObject({ service: 'certificates', deadLetter: letter });
  });

  it('names what nobody graduated for, and a second certificate', async () => {
    const held = caughtUp();
    const stranger = randomUUID();
    held.employment!.push({ registrationId: stranger, revoked: false, at: new Date().toISOString() });
    const second = { ...held.certificates![0]!, certificateNo: 'C9' };
    held.certificates!.push(second);
    held['certificate-lookup']!.push({ certificateNo: 'C9', revoked: false, at: second.at });
    const body = await reconciled(held);
    expect(
      body.discrepancies.map((discrepancy: any) => [
        discrepancy.what,
        discrepancy.kind,
        discrepancy.registrationId,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['CASE', 'SUPERFLUOUS', stranger],
        ['CERTIFICATE', 'TWICE', registrationIds[0]],
      ]),
    );
    expect(body.discrepancies).toHaveLength(2);
  });

  it('takes a day that a run no longer names for empty, and finds no discrepancy after the next run', async () => {
    const empty = await reconciled({ ...caughtUp(), employment: [] });
    expect(empty.rows).toMatchObject([{ tracked: { live: 0, revoked: 0 } }]);
    expect(empty.discrepancies).toHaveLength(4);
    expect(await reconciled(caughtUp())).toMatchObject({ caughtUp: true });
    expect(await service.query('select 1 from digests')).toHaveLength(6);
  });

  it('takes a graduation that is younger than the digests for one in flight', async () => {
    await reconciled(caughtUp());
    await graduated(service, await activeStudents(service, 1, 'S002'), 'S002');
    const { body } = await service
      .as('operator')
      .get(`/reconciliation?from=${today}&to=${today}&graceSeconds=7200`);
    expect(body).toMatchObject({
      caughtUp: false,
      discrepancies: [],
      rows: [{ caughtUp: true }, { inFlight: 2 }],
    });
    const judged = await service.as('operator').get(`/reconciliation?schoolCode=S002&graceSeconds=0`);
    expect(judged.body).toMatchObject({ inFlight: [], rows: [{ schoolCode: 'S002', discrepancies: 2 }] });
  });

  it('watches the revocation of a graduation of years ago, of which nothing else is compared', async () => {
    const [old, kept] = (await activeStudents(service, 2)) as [string, string];
    const batchId = await graduated(service, [old, kept]);
    const moved = `update graduation_batches set approved_at = '2019-06-30T08:00:00Z' where batch_id = $1`;
    await service.query(moved, [batchId]);
    const ofOld = (body: any) =>
      body.discrepancies.flatMap((each: any) =>
        [old, kept].includes(each.registrationId) || each.certificateNo === 'C-OLD'
          ? [`${each.what} ${each.kind}`]
          : [],
      );
    expect(rowOfOld(await reconciled(caughtUp()))).toBeUndefined();

    await revokeGraduations(service, [old]);
    expect(ofOld(await reconciled(caughtUp())).toSorted()).toEqual([
      'CASE NOT_REVOKED',
      'CERTIFICATE NOT_REVOKED',
    ]);

    const all = [certified(old, 'C-OLD', true), certified(kept, 'C-KEPT', false)];
    const followed = { certificates: all, employment: all };
    expect(ofOld(await reconciled(caughtUp(), {}, followed))).toEqual(['LOOKUP_ENTRY NOT_REVOKED']);
    const level = await reconciled(caughtUp(), {}, { ...followed, 'certificate-lookup': all });
    expect(rowOfOld(level)).toMatchObject({ graduated: { live: 1, revoked: 1 }, caughtUp: true });
  });

  it('holds the case of a student who graduates again against the last graduation', async () => {
    const [again] = (await activeStudents(service, 1)) as [string];
    const first = await graduated(service, [again]);
    await revokeGraduations(service, [again], 'ACTIVE');
    await graduated(service, [again], 'S001', today);
    const yesterday = new Date(Date.now() - 86_400_000);
    await service.query('update graduation_batches set approved_at = $2 where batch_id = $1', [
      first,
      yesterday,
    ]);
    const { body } = await service
      .as('operator')
      .get(`/reconciliation?from=${dayInChina(yesterday)}&to=${today}&graceSeconds=0`);
    const ofCase = [...body.discrepancies, ...body.inFlight].filter(
      (each: any) => each.registrationId === again && each.what === 'CASE',
    );
    expect(ofCase).toMatchObject([{ day: today, kind: 'MISSING' }]);
  });

  it('finds no discrepancy where a completion and the graduation after it were approved on one day', async () => {
    const [both] = (await activeStudents(service, 1)) as [string];
    const registrar = service.as('school-registrar', 'S001');
    const failed = itemsOf([both], { coursesPassed: false });
    const batch = { name: '结业', kind: 'COMPLETION', graduatedOn: '2026-06-30', items: failed };
    const { batchId } = (await registrar.post('/graduation-batches', batch)).body;
    await registrar.post(`/graduation-batches/${batchId}/submit`);
    await service.as('city-officer').post(`/graduation-batches/${batchId}/approve`);
    await graduated(service, [both], 'S001', '2026-07-10');
    const held = caughtUp();
    const papers = [certified(both, 'C-COMPLETED', true), certified(both, 'C-GRADUATED', false)];
    held.certificates!.push(...papers);
    held['certificate-lookup']!.push(...papers);
    held.employment!.push(certified(both, 'C-GRADUATED', false));
    const { discrepancies, inFlight } = await reconciled(held);
    const own = [...discrepancies, ...inFlight].filter((each: any) => each.registrationId === both);
    expect(own).toEqual([]);
  });

  it('asks for the certificate of an early leaving, and for no case', async () => {
    const [left] = (await activeStudents(service, 1, 'S002')) as [string];
    const withdrawal = { type: 'WITHDRAWAL', reasonCode: 'OWN_REQUEST', effectiveOn: '2026-03-01', evidence: '申请1' }; // prettier-ignore
    const asked = await service
      .as('school-registrar', 'S002')
      .post('/status-changes', { ...withdrawal, registrationIds: [left] });
    const { changeIds } = asked.body;
    const approval = await service.as('city-officer').post('/status-changes/batch-approve', { changeIds });
    expect(approval.body).toMatchObject({ accepted: 1 });
    const { body } = await service.as('operator').get('/reconciliation?schoolCode=S002&graceSeconds=0');
    const ofLeaver = body.discrepancies.filter((each: any) => each.registrationId === left);
    expect(ofLeaver.map(({ what, kind }: any) => `${what} ${kind}`)).toEqual(['CERTIFICATE MISSING']);

    const reversal = { changeIds, reasonCode: 'ENTERED_IN_ERROR', evidence: '更正1' };
    const reversed = await service.as('school-registrar', 'S002').post('/status-changes/batch-reverse', reversal); // prettier-ignore
    for (const approver of [service.as('school-principal', 'S002'), service.as('city-officer')])
      await approver.post('/status-changes/batch-approve', { changeIds: reversed.body.changeIds });
    // As a version that knew of no early leavings has left it.
    await service.query('update early_leavings set reversed_at = null, reversed_by_change_id = null, decision_no = null where registration_id = $1', [left]); // prettier-ignore
    const { rows } = (await service.as('operator').get('/reconciliation?schoolCode=S002&graceSeconds=0'))
      .body;
    expect(rows).toMatchObject([{ graduated: { live: 1, revoked: 1 } }]);
  });

  it('is for operators and the city, and answers by one statement', async () => {
    expect((await service.as('school-registrar', 'S001').get('/reconciliation')).status).toBe(403);
    const statements = await service.countStatements(() => service.as('operator').get('/reconciliation'));
    expect(statements).toBeLessThan(6);
  });
});
