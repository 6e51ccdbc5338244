import type { DataOf, EventDefinition } from '../event-definition.js';
import * as lookup from '../events/certificate-lookup.js';
import * as certificates from '../events/certificates.js';
import * as employment from '../events/employment.js';
import * as enrolment from '../events/enrolment.js';
import * as records from '../events/student-records.js';

/** One plain example of each event type, of an invented person, by type. */
export const examples = new Map<string, Record<string, unknown>>();

function example<D extends EventDefinition>(definition: D, data: DataOf<D>): void {
  examples.set(definition.type, data);
}

const schoolCode = 'S001';
const applicationId = '019aaf00-0000-7000-8000-000000000001';
const registrationId = '019aaf00-0000-7000-8000-000000000002';
const personId = '019aaf00-0000-7000-8000-000000000003';
const offeringId = '019aaf00-0000-7000-8000-000000000004';
const planLineId = '019aaf00-0000-7000-8000-000000000005';
const otherId = '019aaf00-0000-7000-8000-000000000006';
const certificateNo = '2026500000S001200001';
const at = '2026-06-30T08:00:00.000Z';
const identity = {
  name: '阿依·买买提',
  idType: 'RESIDENT_ID',
  idNumber: '500103200501010028',
  sex: '2',
  birthDate: '2005-01-01',
} as const;
const major = { catalogueVersion: '2022', majorCode: '0106-4', name: '样例专业' };
const school = {
  uscc: '91500000MA5U00001X',
  name: '样例技师学院',
  schoolType: 'TECHNICIAN_COLLEGE',
} as const;
const registration = { registrationId, personId, applicationId, schoolCode };
const certificate = { certificateNo, registrationId, personId, schoolCode, kind: 'GRADUATION' } as const;
const admission = {
  applicationId,
  schoolCode,
  offeringId,
  planLineId,
  sourceType: 'ENTERPRISE_EMPLOYEE',
  channel: 'UNIFIED_PLATFORM',
  scope: 'IN_CITY',
} as const;

example(enrolment.SchoolState, {
  ...school,
  schoolCode,
  ownership: '公办',
  authorityCode: '500000',
  regionCode: '500103',
  authorityTier: 'CITY',
  inHigherEdSequence: false,
  status: 'ACTIVE',
  qualifications: [
    {
      qualificationId: otherId,
      state: 'PUBLISHED',
      validFrom: '2023-01-01',
      validTo: '2026-12-31',
      levels: ['SENIOR'],
      modes: ['FULL_TIME', 'PART_TIME'],
      outOfCityAllowed: true,
    },
  ],
});
example(enrolment.OfferingState, {
  offeringId,
  schoolCode,
  catalogueVersion: '2022',
  majorCode: '0106-4',
  majorName: '样例专业',
  level: 'SENIOR',
  mode: 'PART_TIME',
  status: 'ACTIVE',
});
example(enrolment.PlanLineState, {
  planLineId,
  year: 2023,
  season: 'AUTUMN',
  offeringId,
  schoolCode,
  scope: 'IN_CITY',
  planned: 50,
  reserved: 1,
  used: 48,
  status: 'PUBLISHED',
});
example(enrolment.ApplicantAdmitted, admission);
example(enrolment.StudentCheckedIn, {
  ...admission,
  person: {
    ...identity,
    phone: '13900000000',
    ethnicity: '05',
    hukouRegion: '500103',
    guardian: { name: '买买提', relation: '父亲', phone: '13900000001' },
  },
  tags: ['RURAL_MIGRANT'],
  year: 2023,
  season: 'AUTUMN',
  studyMode: 'PART_TIME',
  level: 'SENIOR',
  major,
  programmeType: 'NEW_APPRENTICESHIP',
  priorEducation: '高中',
  startOn: '2023-09-01',
  durationMonths: 24,
  employer: { uscc: '91500000MA5U00001X', name: '样例企业' },
  checkedInOn: '2023-09-01',
  checkedInBy: 'school-admissions:S001',
});
example(records.RegistrationApproved, { ...registration, studentNo: 'S00123200001', approvedAt: at });
example(records.RegistrationRejected, { ...registration, reason: '材料不全', rejectedAt: at });
example(records.RegistrationStatusChanged, {
  ...registration,
  from: 'ACTIVE',
  to: 'ON_LEAVE',
  changeType: 'LEAVE',
  reasonCode: 'FAMILY',
  effectiveOn: '2025-03-01',
  recordedAt: at,
});
example(records.ErasureState, {
  personId,
  extent: 'CONTACT',
  applicationIds: [applicationId],
  erasedAt: at,
});
example(records.StudentGraduated, {
  ...registration,
  identity,
  studentNo: 'S00123200001',
  school: { ...school, code: schoolCode, authorityCode: '500000' },
  major,
  level: 'SENIOR',
  studyMode: 'PART_TIME',
  programmeType: 'NEW_APPRENTICESHIP',
  employer: { uscc: '91500000MA5U00001X', name: '样例企业' },
  startOn: '2023-09-01',
  durationMonths: 24,
  graduatedOn: '2026-06-30',
  graduationBatchId: otherId,
  approvedAt: at,
});
example(records.GraduationRevoked, { ...registration, decisionNo: '样例〔2026〕1号', revokedAt: at });
example(certificates.CertificateIssued, { ...certificate, issueDate: '2026-06-30', issuedAt: at });
example(certificates.CertificateRevoked, { ...certificate, decisionNo: '样例〔2026〕1号', revokedAt: at });
example(certificates.CertificateLookupState, {
  certificateNo,
  kind: 'GRADUATION',
  identity,
  school: { ...school, code: schoolCode },
  majorName: '样例专业',
  classType: 'SENIOR',
  studyMode: 'PART_TIME',
  from: '2023-09-01',
  to: '2026-06-30',
  issueDate: '2026-06-30',
  authorityCode: '500000',
  templateVersion: '2022',
  treatment: { as: 'JUNIOR_COLLEGE', ruleVersion: 'T11-2021' },
  status: 'VALID',
  statusAt: at,
  replacedBy: certificateNo,
});
example(employment.TrackingOpened, { registrationId, personId, schoolCode, openedAt: at });
example(employment.OutcomeReported, {
  registrationId,
  personId,
  schoolCode,
  outcomeId: otherId,
  category: 'EXISTING_JOB',
  startedOn: '2026-07-01',
  reportedAt: at,
});
example(employment.TrackingCancelled, { registrationId, personId, schoolCode, cancelledAt: at });

const counted = {
  asOf: at,
  schoolCode,
  day: '2026-06-30',
  live: 1,
  revoked: 0,
  part: 1,
  parts: 1,
} as const;
const run = {
  asOf: at,
  from: '2026-06-01',
  to: '2026-06-30',
  digests: 1,
  deadLettersOpen: 1,
} as const;
const parked = { subject: registrationId, reason: 'FAILED', since: at };
const graduation = {
  ...parked,
  topic: 'student-records.graduations.v1',
  type: records.StudentGraduated.type,
};
const lookupState = {
  ...parked,
  topic: 'certificates.lookup.v1',
  type: certificates.CertificateLookupState.type,
  subject: certificateNo,
};
example(certificates.CertificateDigest, {
  ...counted,
  service: 'certificates',
  hash: 'da0e2e354636343d',
  items: [{ registrationId, certificateNo, revoked: false, at }],
});
example(certificates.CertificateDigestsPublished, {
  ...run,
  service: 'certificates',
  deadLetters: [graduation],
});
example(lookup.EntryDigest, {
  ...counted,
  service: 'certificate-lookup',
  hash: 'da0e2e354636343d',
  items: [{ certificateNo, revoked: false, at }],
});
example(lookup.EntryDigestsPublished, {
  ...run,
  service: 'certificate-lookup',
  deadLetters: [lookupState],
});
example(employment.CaseDigest, {
  ...counted,
  service: 'employment',
  hash: '2ef4023ca52dd41f',
  items: [{ registrationId, revoked: false, at }],
});
example(employment.CaseDigestsPublished, { ...run, service: 'employment', deadLetters: [graduation] });

const heads = { asOf: at, heads: [{ chain: schoolCode, seq: 7, hash: '0b'.repeat(32) }] };
example(enrolment.EnrolmentAuditHeads, { ...heads, service: 'enrolment' });
example(records.RecordsAuditHeads, { ...heads, service: 'student-records' });
example(certificates.CertificatesAuditHeads, { ...heads, service: 'certificates' });
example(lookup.LookupAuditHeads, { ...heads, service: 'certificate-lookup' });
example(employment.EmploymentAuditHeads, { ...heads, service: 'employment' });
