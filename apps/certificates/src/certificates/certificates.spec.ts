import { SealBroken, Sealer } from '#security';
import { type Certificate, type Issued, revoke } from '../domain/certificate.js';
import { certificates, openIdNumber, sealIdNumber, subjectOf } from './certificates.js';

const bytes = (byte: number) => Buffer.alloc(32, byte);
const sealer = new Sealer({ SEALING_KEYS: { current: 'k1', keys: { k1: bytes(1) }, index: bytes(2) } });
const certificateId = '0193b0a0-0000-7000-8000-000000000005';
const otherId = '0193b0a0-0000-7000-8000-000000000006';
const idNumber = '510202199001011234';
const { key, row: dataKey } = sealer.newDataKey(subjectOf(certificateId));

const issued: Issued = {
  certificateId,
  idNumberSealed: sealIdNumber(idNumber, certificateId, key),
  certificateNo: '2026500000S001300001',
  kind: 'GRADUATION',
  status: 'ISSUED',
  version: 1,
  registrationId: '0193b0a0-0000-7000-8000-000000000001',
  personId: '0193b0a0-0000-7000-8000-000000000002',
  graduationVersion: 3,
  name: '阿依·买买提',
  idType: 'RESIDENT_ID',
  sex: '1',
  birthDate: '1990-01-01',
  schoolCode: 'S001',
  schoolUscc: '12500000450400000A',
  schoolName: '样例技师学院',
  schoolType: 'TECHNICIAN_COLLEGE',
  authorityCode: '500000',
  catalogueVersion: '2026',
  majorCode: '0106-3',
  majorName: '数控加工',
  classType: 'SENIOR',
  studyMode: 'PART_TIME',
  fromDate: '2023-09-01',
  toDate: '2026-06-30',
  issueDate: '2026-07-01',
  title: '技师学院毕业证书',
  templateVersion: '2022',
  treatment: { as: 'JUNIOR_COLLEGE', ruleVersion: 'T11-2021' },
  issuedAt: '2026-07-01T02:00:01.000Z',
};
const revocation = revoke(issued, {
  decisionNo: '渝人社撤〔2026〕1号',
  revokedAt: '2026-08-01T02:00:00.000Z',
});
const revoked = revocation.ok ? revocation.value : issued;

describe('a row of certificates', () => {
  it.each<Certificate>([issued, revoked])(
    'brings back the certificate as it was when it is $status',
    (each) => {
      expect(certificates.stateOf(certificates.rowOf(each))).toEqual(each);
      expect(openIdNumber(each, dataKey.sealed_key, sealer)).toBe(idNumber);
    },
  );

  it('holds no ID number in the clear', () => {
    expect(JSON.stringify(certificates.rowOf(issued))).not.toContain(idNumber);
  });

  it('does not open with the ID number of another row', () => {
    const idNumberSealed = sealIdNumber(idNumber, otherId, sealer.newDataKey(subjectOf(otherId)).key);
    expect(() => openIdNumber({ ...issued, idNumberSealed }, dataKey.sealed_key, sealer)).toThrow(SealBroken);
  });

  it('says whose data key is missing', () => {
    expect(() => openIdNumber(issued, null, sealer)).toThrow(
      new SealBroken(`There is no data key of certificate:${certificateId}.`),
    );
  });

  it('of a state that lacks a column is refused by the name of the column, without a value', () => {
    const { revoked_at: _, ...row } = certificates.rowOf(revoked);
    expect(() => certificates.stateOf(row)).toThrow(
      'A row of certificates is no certificate: revokedAt (invalid_type).',
    );
  });
});
