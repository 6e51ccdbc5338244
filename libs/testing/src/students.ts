import { v7 as uuidv7 } from 'uuid';
import {
  CertificateIssued,
  CertificateRevoked,
  type DataOf,
  DeathRecorded,
  DeathReversed,
  FormerGraduateTakenOver,
  GraduationRevoked,
  IdentityCorrected,
  RegistrationStatusChanged,
  StudentGraduated,
} from '#contracts';
import { eventOf } from '#messaging';

export interface Student {
  readonly registrationId: string;
  readonly personId: string;
  readonly applicationId: string;
  readonly name: string;
  readonly schoolCode: string;
}

/** A student who can graduate; name only what matters. */
export function student(over: Partial<Student> = {}): Student {
  return {
    registrationId: uuidv7(),
    personId: uuidv7(),
    applicationId: uuidv7(),
    name: '王小明',
    schoolCode: 'S001',
    ...over,
  };
}

/** 接管历届毕业生, as student records tells it. */
export function formerGraduate(
  certificateNo: string,
  over: Partial<DataOf<typeof FormerGraduateTakenOver>> = {},
) {
  const data: DataOf<typeof FormerGraduateTakenOver> = {
    formerGraduateId: uuidv7(),
    personId: uuidv7(),
    schoolCode: 'S001',
    certificateNo,
    identity: {
      name: '李样例',
      idType: 'RESIDENT_ID',
      idNumber: '510202199001011234',
      sex: '1',
      birthDate: '1990-01-01',
    },
    school: {
      code: 'S001',
      uscc: '12500000450400000A',
      name: '样例技工学校',
      schoolType: 'TECHNICIAN_COLLEGE',
      authorityCode: '500000',
    },
    majorName: '钳工',
    level: 'SENIOR',
    studyMode: 'FULL_TIME',
    startOn: '2016-09-01',
    graduatedOn: '2019-06-30',
    issueDate: '2019-06-30',
    takenOverAt: '2026-09-01T02:00:00.000Z',
    ...over,
  };
  return eventOf(FormerGraduateTakenOver, { data, version: 1 });
}

type Graduation = DataOf<typeof StudentGraduated>;

/** 毕业, as student records tells it. */
export function graduated(of: Student, version = 3, over: Partial<Graduation> = {}) {
  const data: Graduation = {
    registrationId: of.registrationId,
    personId: of.personId,
    applicationId: of.applicationId,
    schoolCode: of.schoolCode,
    identity: {
      name: of.name,
      idType: 'RESIDENT_ID',
      idNumber: '510202199001011234',
      sex: '1',
      birthDate: '1990-01-01',
    },
    studentNo: 'S00123F00001',
    school: {
      code: of.schoolCode,
      uscc: '12500000450400000A',
      name: '样例技师学院',
      schoolType: 'TECHNICIAN_COLLEGE',
      authorityCode: '500000',
    },
    major: { catalogueVersion: '2026', majorCode: '0106-3', name: '数控加工' },
    level: 'SENIOR',
    studyMode: 'FULL_TIME',
    programmeType: 'REGULAR',
    startOn: '2023-09-01',
    durationMonths: 36,
    graduatedOn: '2026-06-30',
    graduationBatchId: '0193b0a0-0000-7000-8000-000000000001',
    approvedAt: '2026-07-01T02:00:00.000Z',
    ...over,
  };
  return eventOf(StudentGraduated, { data, version });
}

/** 撤销毕业, as student records tells it. */
export function graduationRevoked(of: Student, version = 4) {
  const { registrationId, personId, applicationId, schoolCode } = of;
  const decision = { decisionNo: '渝人社撤〔2026〕1号', revokedAt: '2026-08-01T02:00:00.000Z' };
  return eventOf(GraduationRevoked, {
    data: { registrationId, personId, applicationId, schoolCode, ...decision },
    version,
  });
}

const endedStudy = ({ registrationId, personId, applicationId, schoolCode }: Student) => ({
  registrationId,
  personId,
  applicationId,
  schoolCode,
  studentNo: 'S00123F00001',
  state: 'GRADUATED' as const,
  endedOn: '2026-06-30',
});

/** 离校后死亡 of a graduate, as student records tells it. */
export const deathRecorded = (of: Student, version = 5) =>
  eventOf(DeathRecorded, {
    data: { ...endedStudy(of), diedOn: '2026-09-10', recordedAt: '2026-09-20T02:00:00.000Z' },
    version,
  });

export const deathReversed = (of: Student, version = 6) =>
  eventOf(DeathReversed, { data: { ...endedStudy(of), reversedAt: '2026-09-21T02:00:00.000Z' }, version });

type StatusChange = DataOf<typeof RegistrationStatusChanged>;

/** 学籍异动, as student records tells it. */
export function statusChanged(
  of: Student,
  change: Pick<StatusChange, 'from' | 'to' | 'changeType'>,
  version: number,
) {
  const { registrationId, personId, applicationId, schoolCode } = of;
  const days = { effectiveOn: '2026-09-01', recordedAt: '2026-09-02T02:00:00.000Z' };
  const data = { registrationId, personId, applicationId, schoolCode, ...days, ...change };
  return eventOf(RegistrationStatusChanged, { data, version });
}

/** 身份信息更正, as student records tells it. */
export function identityCorrected(of: Student, identity: Partial<Graduation['identity']>, version = 4) {
  const { registrationId, personId, applicationId, schoolCode } = of;
  const old = graduated(of).data.identity;
  return eventOf(IdentityCorrected, {
    data: {
      registrationId,
      personId,
      applicationId,
      schoolCode,
      identities: { old, new: { ...old, ...identity } },
      reasonCode: 'LEGAL_CHANGE',
      effectiveOn: '2026-09-01',
      correctedAt: '2026-09-02T02:00:00.000Z',
    },
    version,
  });
}

/** 发证, as certificates tells it. */
export function certificateIssued(of: Student, certificateNo: string) {
  const issued = { issueDate: '2026-07-01', issuedAt: '2026-07-01T02:00:01.000Z' };
  return eventOf(CertificateIssued, { data: { ...certificateOf(of, certificateNo), ...issued }, version: 1 });
}

export function certificateRevoked(of: Student, certificateNo: string) {
  const decision = { decisionNo: '渝人社撤〔2026〕1号', revokedAt: '2026-08-01T02:00:00.000Z' };
  return eventOf(CertificateRevoked, {
    data: { ...certificateOf(of, certificateNo), ...decision },
    version: 2,
  });
}

function certificateOf({ registrationId, personId, schoolCode }: Student, certificateNo: string) {
  return { certificateNo, registrationId, personId, schoolCode, kind: 'GRADUATION' } as const;
}
