import { SealBroken, Sealer } from '#security';
import type { Certificate, Issued } from '../domain/certificate.js';
import { revoke } from '../domain/certificate.js';
import { certificateOf, rowOf, subjectOf } from './certificate-row.js';

const bytes = (byte: number) => Buffer.alloc(32, byte);
const sealer = new Sealer({ SEALING_KEYS: { current: 'k1', keys: { k1: bytes(1) }, index: bytes(2) } });

const issued: Issued = {
  certificateId: '0193b0a0-0000-7000-8000-000000000005',
  certificateNo: '2026500000S001300001',
  kind: 'GRADUATION',
  status: 'ISSUED',
  version: 1,
  registrationId: '0193b0a0-0000-7000-8000-000000000001',
  personId: '0193b0a0-0000-7000-8000-000000000002',
  graduationVersion: 3,
  identity: {
    name: '阿依·买买提',
    idType: 'RESIDENT_ID',
    idNumber: '510202199001011234',
    sex: '1',
    birthDate: '1990-01-01',
  },
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
  from: '2023-09-01',
  to: '2026-06-30',
  issueDate: '2026-07-01',
  title: '技师学院毕业证书',
  templateVersion: '2022',
  treatment: { as: 'JUNIOR_COLLEGE', ruleVersion: 'T11-2021' },
  issuedAt: '2026-07-01T02:00:01.000Z',
};
const stored = (certificate: Certificate) => {
  const { key, row } = sealer.newDataKey(subjectOf(certificate.certificateId));
  return { ...rowOf(certificate, sealer, key), sealed_key: row.sealed_key };
};
const revoked = revoke(issued, '渝人社撤〔2026〕1号', '2026-08-01T02:00:00.000Z');

describe('a row of certificates', () => {
  it.each([issued, revoked])('brings back the certificate as it was when it is $status', (certificate) => {
    expect(certificateOf(stored(certificate), sealer)).toEqual(certificate);
  });

  it('holds no ID number in the clear', () => {
    expect(JSON.stringify(stored(issued))).not.toContain(issued.identity.idNumber);
  });

  it('does not open with the ID number of another row', () => {
    const other = { ...issued, certificateId: '0193b0a0-0000-7000-8000-000000000006' };
    const swapped = { ...stored(issued), id_number_sealed: stored(other).id_number_sealed };
    expect(() => certificateOf(swapped, sealer)).toThrow(SealBroken);
  });

  it('says whose data key is missing', () => {
    const lost = { ...stored(issued), sealed_key: null };
    expect(() => certificateOf(lost, sealer)).toThrow(
      new SealBroken(`There is no data key of certificate:${issued.certificateId}.`),
    );
  });
});
