import { z } from 'zod';
import { accept, type Decision, refuse } from '#aggregates/rules';
import {
  CertificateKind,
  type DataOf,
  day,
  type FormerGraduateTakenOver,
  id,
  IdType,
  Level,
  moment,
  schoolCode,
  SchoolType,
  Sex,
  type StudentCompleted,
  type StudentGraduated,
  type StudentLeftEarly,
  StudyMode,
  TreatedAs,
} from '#contracts';
import { dayInChina } from '#national-codes';
import { templateVersionOf, titleOf } from './template.js';
import { treatmentOf } from './treatment.js';

/** What is printed, as it was on the day of graduation. It is never edited: it is superseded or revoked. */
const printed = {
  registrationId: id,
  personId: id,
  kind: CertificateKind,
  name: z.string(),
  sex: Sex,
  birthDate: day,
  idType: IdType,
  schoolCode,
  schoolUscc: z.string(),
  /** The school's name at graduation: a later renaming does not touch it. */
  schoolName: z.string(),
  schoolType: SchoolType,
  authorityCode: z.string(),
  /** neither of who graduated before the system */
  catalogueVersion: z.string().optional(),
  majorCode: z.string().optional(),
  majorName: z.string(),
  /** 班别 */
  classType: Level,
  studyMode: StudyMode,
  fromDate: day,
  toDate: day,
  issueDate: day,
  title: z.string(),
  templateVersion: z.string(),
  /** 同等待遇, and the rule that it follows */
  treatment: z.object({ as: TreatedAs, ruleVersion: z.string() }),
  /** Version of the registration whose graduation this certifies: one graduation, one certificate. */
  graduationVersion: z.int(),
  /** 接管: given on paper before the system; its `registrationId` is that of the former graduate */
  takenOver: z.boolean().optional(),
};
export type Printed = z.infer<z.ZodObject<typeof printed>>;

const certificate = {
  ...printed,
  certificateId: id,
  certificateNo: z.string(),
  /** The ID number: sealed to its row by the row's key, and an index that finds it without opening it. */
  idNumberSealed: z.string(),
  /** counts the states of one certificate number */
  version: z.int(),
  issuedAt: moment,
};

export const Certificate = z.discriminatedUnion('status', [
  z.object({ ...certificate, status: z.literal('ISSUED') }),
  z.object({ ...certificate, status: z.literal('REVOKED'), revokedAt: moment, decisionNo: z.string() }),
]);
export type Certificate = z.infer<typeof Certificate>;
export type Issued = Extract<Certificate, { status: 'ISSUED' }>;
export type Revoked = Extract<Certificate, { status: 'REVOKED' }>;

/** 毕业, 结业 or 肄业, each with the day from which it stands. */
export type Ended = DataOf<typeof StudentGraduated | typeof StudentCompleted | typeof StudentLeftEarly>;
export function endOf(ended: Ended): [kind: CertificateKind, on: string] {
  if ('graduatedOn' in ended) return ['GRADUATION', ended.graduatedOn];
  return 'completedOn' in ended ? ['COMPLETION', ended.completedOn] : ['STUDY', ended.leftOn];
}

/**
 * The certificate of a graduation, of a completion or of an early leaving. The seal mode is WITH_GRADUATION_APPROVAL: the authority seals by approving the
 * graduation, so the day of that approval in China is the day of issue.
 */
export function certify(graduation: Ended, graduationVersion: number): Printed {
  const [kind, endedOn] = endOf(graduation);
  const { school, major } = graduation;
  return {
    registrationId: graduation.registrationId,
    personId: graduation.personId,
    kind,
    ...ofWhomAndWhere(graduation),
    catalogueVersion: major.catalogueVersion,
    majorCode: major.majorCode,
    majorName: major.name,
    classType: graduation.level,
    studyMode: graduation.studyMode,
    fromDate: graduation.startOn,
    toDate: endedOn,
    issueDate: dayInChina(graduation.approvedAt),
    title: titleOf(school.schoolType, kind),
    templateVersion: templateVersionOf(endedOn),
    treatment: treatmentOf(graduation.level, kind),
    graduationVersion,
  };
}

/** Who has studied, and at which school as it was. */
const ofWhomAndWhere = ({ identity, school }: Pick<Ended, 'identity' | 'school'>) => ({
  name: identity.name,
  sex: identity.sex,
  birthDate: identity.birthDate,
  idType: identity.idType,
  schoolCode: school.code,
  schoolUscc: school.uscc,
  schoolName: school.name,
  schoolType: school.schoolType,
  authorityCode: school.authorityCode,
});

/** 接管: the certificate that a former graduate was given on paper, under the number that it has. */
export function takenOver(graduate: DataOf<typeof FormerGraduateTakenOver>): Printed {
  const { school, graduatedOn } = graduate;
  return {
    registrationId: graduate.formerGraduateId,
    personId: graduate.personId,
    kind: 'GRADUATION',
    ...ofWhomAndWhere(graduate),
    majorName: graduate.majorName,
    classType: graduate.level,
    studyMode: graduate.studyMode,
    fromDate: graduate.startOn,
    toDate: graduatedOn,
    issueDate: graduate.issueDate,
    title: titleOf(school.schoolType),
    templateVersion: templateVersionOf(graduatedOn),
    treatment: treatmentOf(graduate.level),
    graduationVersion: 1,
    takenOver: true,
  };
}

/** 撤销, at the moment of the city's decision: the number stays taken and the lookup shows it, as revoked. */
export function revoke(
  known: Certificate,
  { decisionNo, revokedAt }: { decisionNo: string; revokedAt: string },
): Decision<Revoked, 'already-revoked'> {
  if (known.status === 'REVOKED') return refuse('already-revoked');
  return accept({ ...known, status: 'REVOKED', decisionNo, revokedAt });
}
