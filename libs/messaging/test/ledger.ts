import { randomUUID } from 'node:crypto';
import { GraduationRevoked, SchoolState, StudentGraduated } from '#contracts';
import { eventOf } from '#messaging';
import { eventually, startTestService, type TestService } from '#testing';
import { CreateLedger1732400000000, LedgerModule } from './ledger-service.js';

export const startLedger = (settings: Record<string, string> = {}) =>
  startTestService({
    name: 'employment',
    module: LedgerModule,
    migrations: [CreateLedger1732400000000],
    settings,
  });

const ids = (registrationId: string, personId: string) => ({
  registrationId,
  personId,
  applicationId: randomUUID(),
  schoolCode: 'S001',
});

/** A graduation; name only what matters. */
export function graduated(
  version: number,
  {
    name = '样例',
    registrationId = randomUUID(),
    personId = randomUUID(),
  }: { name?: string; registrationId?: string; personId?: string } = {},
) {
  return eventOf(StudentGraduated, {
    version,
    data: {
      ...ids(registrationId, personId),
      identity: {
        name,
        idType: 'RESIDENT_ID',
        idNumber: '500103200501010028',
        sex: '2',
        birthDate: '2005-01-01',
      },
      studentNo: '1',
      school: {
        code: 'S001',
        uscc: 'x',
        name: 'x',
        schoolType: 'TECHNICIAN_COLLEGE',
        authorityCode: '500000',
      },
      major: { catalogueVersion: '2022', majorCode: '1', name: 'x' },
      level: 'SENIOR',
      studyMode: 'FULL_TIME',
      programmeType: 'REGULAR',
      startOn: '2023-09-01',
      durationMonths: 36,
      graduatedOn: '2026-06-30',
      graduationBatchId: randomUUID(),
      approvedAt: '2026-06-30T08:00:00.000Z',
    },
  });
}

export function revoked(version: number, registrationId: string, personId: string = randomUUID()) {
  return eventOf(GraduationRevoked, {
    version,
    data: { ...ids(registrationId, personId), decisionNo: '1', revokedAt: '2026-07-01T08:00:00.000Z' },
  });
}

/** A school, as its owner publishes it. */
export const school = (version: number, name = '样例技师学院') =>
  eventOf(SchoolState, {
    version,
    data: {
      schoolCode: 'S001',
      uscc: '12500000450400000A',
      name,
      schoolType: 'TECHNICIAN_COLLEGE',
      ownership: 'PUBLIC',
      authorityCode: '500000',
      regionCode: '500103',
      authorityTier: 'CITY',
      inHigherEdSequence: false,
      status: 'ACTIVE',
      qualifications: [],
    },
  });

/** What has reached the reactions of a subject, in the order in which it did. */
export const entriesOf = (service: TestService, subject: string) =>
  service.query<{ type: string; version: string; name: string }>(
    'select type, version, name from ledger where subject = $1 order by entry',
    [subject],
  );

/** Waits until an event sent after all others has been handled: then the others of its key have been as well. */
export const handled = (service: TestService, subject: string) =>
  eventually(`an entry for ${subject}`, async () => {
    const entries = await entriesOf(service, subject);
    if (entries.length === 0) throw new Error('none so far');
    return entries;
  });
