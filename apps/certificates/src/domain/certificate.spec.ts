import type { DataOf, Level, StudentGraduated } from '#contracts';
import { certify, type Issued, revoke } from './certificate.js';
import { lookupStateOf } from './lookup-state.js';

const id = (n: number) => `0193b0a0-0000-7000-8000-${String(n).padStart(12, '0')}`;

function graduation(over: Partial<DataOf<typeof StudentGraduated>> = {}): DataOf<typeof StudentGraduated> {
  return {
    registrationId: id(1),
    personId: id(2),
    applicationId: id(3),
    schoolCode: 'S001',
    identity: {
      name: '王𬎆',
      idType: 'RESIDENT_ID',
      idNumber: '510202199001011234',
      sex: '1',
      birthDate: '1990-01-01',
    },
    studentNo: 'S00126F00001',
    school: {
      code: 'S001',
      uscc: '12500000450400000A',
      name: '样例技师学院',
      schoolType: 'TECHNICIAN_COLLEGE',
      authorityCode: '500000',
    },
    major: { catalogueVersion: '2026', majorCode: '0106-3', name: '数控加工' },
    level: 'SENIOR',
    studyMode: 'PART_TIME',
    programmeType: 'REGULAR',
    startOn: '2023-09-01',
    durationMonths: 36,
    graduatedOn: '2026-06-30',
    graduationBatchId: id(4),
    approvedAt: '2026-07-01T02:00:00.000Z',
    ...over,
  };
}

const { identity } = graduation();
const issued = (): Issued => ({
  ...certify(graduation(), 3),
  certificateId: id(5),
  certificateNo: '2026500000S001300001',
  idNumberSealed: 'sealed',
  status: 'ISSUED',
  version: 1,
  issuedAt: '2026-07-01T02:00:01.000Z',
});
const revoked = () => {
  const decision = revoke(issued(), {
    decisionNo: '渝人社撤〔2026〕1号',
    revokedAt: '2026-08-01T00:00:00.000Z',
  });
  if (!decision.ok) throw new Error(decision.code);
  return decision.value;
};

describe('a certificate', () => {
  it('states class type and study mode, and the school and major as they were at graduation', () => {
    expect(certify(graduation(), 3)).toMatchObject({
      kind: 'GRADUATION',
      schoolName: '样例技师学院',
      majorName: '数控加工',
      classType: 'SENIOR',
      studyMode: 'PART_TIME',
      fromDate: '2023-09-01',
      toDate: '2026-06-30',
      graduationVersion: 3,
    });
  });

  it.each<[Level, string]>([
    ['INTERMEDIATE', 'NONE'],
    ['SENIOR', 'JUNIOR_COLLEGE'],
    ['PREP_TECHNICIAN', 'BACHELOR'],
    ['TECHNICIAN', 'BACHELOR'],
    ['ADDED_BY_A_CITY', 'NONE'],
  ])('of class type %s is treated as %s, by the rule of T11', (level, as) => {
    expect(certify(graduation({ level }), 3).treatment).toEqual({ as, ruleVersion: 'T11-2021' });
  });

  it.each([
    ['2022-08-31', '2010'],
    ['2022-09-01', '2022'],
  ])('of a graduation on %s follows the template of %s', (graduatedOn, templateVersion) => {
    expect(certify(graduation({ graduatedOn }), 3).templateVersion).toBe(templateVersion);
  });

  it.each([
    ['TECHNICIAN_COLLEGE', '技师学院毕业证书'],
    ['SENIOR_TECHNICAL_SCHOOL', '高级技工学校毕业证书'],
    ['TECHNICAL_SCHOOL', '技工学校毕业证书'],
    ['ADDED_BY_A_CITY', '技工院校毕业证书'],
  ] as const)('of a %s is titled %s', (schoolType, title) => {
    const school = { ...graduation().school, schoolType };
    expect(certify(graduation({ school }), 3).title).toBe(title);
  });

  it('is dated by the day in China on which the graduation was approved', () => {
    expect(certify(graduation({ approvedAt: '2026-06-30T16:30:00.000Z' }), 3).issueDate).toBe('2026-07-01');
    expect(certify(graduation({ approvedAt: '2026-06-30T15:30:00.000Z' }), 3).issueDate).toBe('2026-06-30');
  });

  it('keeps its number and its snapshot when it is revoked', () => {
    const { status, ...printed } = issued();
    expect(revoked()).toEqual({
      ...printed,
      status: 'REVOKED',
      decisionNo: '渝人社撤〔2026〕1号',
      revokedAt: '2026-08-01T00:00:00.000Z',
    });
    expect(status).toBe('ISSUED');
  });

  it('is revoked once', () => {
    const again = revoke(revoked(), { decisionNo: 'D2', revokedAt: '2026-09-01T00:00:00.000Z' });
    expect(again).toEqual({ ok: false, code: 'already-revoked' });
  });
});

describe('what the lookup is told', () => {
  it('is VALID since the certificate was issued', () => {
    expect(lookupStateOf(issued(), identity)).toMatchObject({
      status: 'VALID',
      statusAt: '2026-07-01T02:00:01.000Z',
    });
  });

  it('is REVOKED since the decision, whose number stays inside', () => {
    const state = lookupStateOf(revoked(), identity);
    expect(state).toMatchObject({ status: 'REVOKED', statusAt: '2026-08-01T00:00:00.000Z' });
    expect(JSON.stringify(state)).not.toContain('渝人社撤');
  });
});
