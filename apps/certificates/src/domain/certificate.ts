import type {
  CertificateKind,
  DataOf,
  Identity,
  Level,
  SchoolType,
  StudyMode,
  StudentGraduated,
} from '#contracts';
import { dayInChina } from '#national-codes';
import { templateVersionOf, titleOf } from './template.js';
import { treatmentOf, type Treatment } from './treatment.js';

/** What is printed, as it was on the day of graduation. It is never edited: it is superseded or revoked. */
export interface Snapshot {
  readonly registrationId: string;
  readonly personId: string;
  readonly kind: CertificateKind;
  readonly identity: Identity;
  readonly schoolCode: string;
  readonly schoolUscc: string;
  /** The school's name at graduation: a later renaming does not touch it. */
  readonly schoolName: string;
  readonly schoolType: SchoolType;
  readonly authorityCode: string;
  readonly catalogueVersion: string;
  readonly majorCode: string;
  readonly majorName: string;
  /** 班别 */
  readonly classType: Level;
  readonly studyMode: StudyMode;
  readonly from: string;
  readonly to: string;
  readonly issueDate: string;
  readonly title: string;
  readonly templateVersion: string;
  readonly treatment: Treatment;
  /** Version of the registration whose graduation this certifies: one graduation, one certificate. */
  readonly graduationVersion: number;
}

/** A certificate that has its id, and waits for a number. */
export type Unnumbered = Snapshot & { readonly certificateId: string };

/** `version` counts the states of one certificate number. */
type Numbered = Unnumbered & {
  readonly certificateNo: string;
  readonly version: number;
  readonly issuedAt: string;
};
export type Issued = Numbered & { readonly status: 'ISSUED' };
export type Revoked = Numbered & {
  readonly status: 'REVOKED';
  readonly revokedAt: string;
  readonly decisionNo: string;
};
export type Certificate = Issued | Revoked;

/**
 * The certificate of a graduation. The seal mode is WITH_GRADUATION_APPROVAL: the authority seals by approving the
 * graduation, so the day of that approval in China is the day of issue.
 */
export function certify(graduation: DataOf<typeof StudentGraduated>, graduationVersion: number): Snapshot {
  const { school, major } = graduation;
  return {
    registrationId: graduation.registrationId,
    personId: graduation.personId,
    kind: 'GRADUATION',
    identity: graduation.identity,
    schoolCode: school.code,
    schoolUscc: school.uscc,
    schoolName: school.name,
    schoolType: school.schoolType,
    authorityCode: school.authorityCode,
    catalogueVersion: major.catalogueVersion,
    majorCode: major.majorCode,
    majorName: major.name,
    classType: graduation.level,
    studyMode: graduation.studyMode,
    from: graduation.startOn,
    to: graduation.graduatedOn,
    issueDate: dayInChina(graduation.approvedAt),
    title: titleOf(school.schoolType),
    templateVersion: templateVersionOf(graduation.graduatedOn),
    treatment: treatmentOf(graduation.level),
    graduationVersion,
  };
}

/** 发证: in this seal mode a certificate is issued together with its number. */
export function issue(certificate: Unnumbered & { certificateNo: string }, issuedAt: string): Issued {
  return { ...certificate, status: 'ISSUED', version: 1, issuedAt };
}

/** 撤销, at the moment of the city's decision: the number stays taken and the lookup shows it, as revoked. */
export function revoke(certificate: Issued, decisionNo: string, revokedAt: string): Revoked {
  return { ...certificate, status: 'REVOKED', version: certificate.version + 1, decisionNo, revokedAt };
}
