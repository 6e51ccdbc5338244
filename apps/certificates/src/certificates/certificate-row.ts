import type { CertificateKind, IdType, Level, SchoolType, Sex, StudyMode, TreatedAs } from '#contracts';
import { type DataKey, type Sealer, sealedKeyOf } from '#security';
import type { Certificate } from '../domain/certificate.js';

/** A row of `certificates`. The ID number is sealed to its row, by the row's key; the index finds it without opening it. */
export interface CertificateRow {
  certificate_id: string;
  certificate_no: string;
  kind: CertificateKind;
  registration_id: string;
  person_id: string;
  graduation_version: number;
  name: string;
  sex: Sex;
  birth_date: string;
  id_type: IdType;
  id_number_sealed: string;
  id_number_index: string;
  school_code: string;
  school_uscc: string;
  school_name: string;
  school_type: SchoolType;
  authority_code: string;
  catalogue_version: string;
  major_code: string;
  major_name: string;
  class_type: Level;
  study_mode: StudyMode;
  from_date: string;
  to_date: string;
  issue_date: string;
  title: string;
  template_version: string;
  treated_as: TreatedAs;
  treatment_rule: string;
  issued_at: Date;
  status: Certificate['status'];
  version: number;
  revoked_at: Date | null;
  decision_no: string | null;
}

/** As it is read, with its data key. A certificate stands for good, and so does its key. */
export interface KeyedCertificateRow extends CertificateRow {
  sealed_key: string | null;
}

export const KEYED_COLUMNS = `certificates.*, ${sealedKeyOf("'certificate:' || certificates.certificate_id")} as sealed_key`;

export const subjectOf = (certificateId: string) => `certificate:${certificateId}`;
const bindingOf = (certificateId: string) => `certificates:id_number:${certificateId}`;

export function rowOf(certificate: Certificate, sealer: Sealer, key: DataKey): CertificateRow {
  const { identity, treatment } = certificate;
  return {
    certificate_id: certificate.certificateId,
    certificate_no: certificate.certificateNo,
    kind: certificate.kind,
    registration_id: certificate.registrationId,
    person_id: certificate.personId,
    graduation_version: certificate.graduationVersion,
    name: identity.name,
    sex: identity.sex,
    birth_date: identity.birthDate,
    id_type: identity.idType,
    id_number_sealed: key.seal(identity.idNumber, bindingOf(certificate.certificateId)),
    id_number_index: sealer.blindIndex(identity.idNumber),
    school_code: certificate.schoolCode,
    school_uscc: certificate.schoolUscc,
    school_name: certificate.schoolName,
    school_type: certificate.schoolType,
    authority_code: certificate.authorityCode,
    catalogue_version: certificate.catalogueVersion,
    major_code: certificate.majorCode,
    major_name: certificate.majorName,
    class_type: certificate.classType,
    study_mode: certificate.studyMode,
    from_date: certificate.from,
    to_date: certificate.to,
    issue_date: certificate.issueDate,
    title: certificate.title,
    template_version: certificate.templateVersion,
    treated_as: treatment.as,
    treatment_rule: treatment.ruleVersion,
    issued_at: new Date(certificate.issuedAt),
    status: certificate.status,
    version: certificate.version,
    revoked_at: certificate.status === 'REVOKED' ? new Date(certificate.revokedAt) : null,
    decision_no: certificate.status === 'REVOKED' ? certificate.decisionNo : null,
  };
}

export function certificateOf(row: KeyedCertificateRow, sealer: Sealer): Certificate {
  const key = sealer.dataKey(subjectOf(row.certificate_id), row.sealed_key);
  const numbered = {
    certificateId: row.certificate_id,
    certificateNo: row.certificate_no,
    kind: row.kind,
    registrationId: row.registration_id,
    personId: row.person_id,
    graduationVersion: row.graduation_version,
    identity: {
      name: row.name,
      sex: row.sex,
      birthDate: row.birth_date,
      idType: row.id_type,
      idNumber: key.open(row.id_number_sealed, bindingOf(row.certificate_id)),
    },
    schoolCode: row.school_code,
    schoolUscc: row.school_uscc,
    schoolName: row.school_name,
    schoolType: row.school_type,
    authorityCode: row.authority_code,
    catalogueVersion: row.catalogue_version,
    majorCode: row.major_code,
    majorName: row.major_name,
    classType: row.class_type,
    studyMode: row.study_mode,
    from: row.from_date,
    to: row.to_date,
    issueDate: row.issue_date,
    title: row.title,
    templateVersion: row.template_version,
    treatment: { as: row.treated_as, ruleVersion: row.treatment_rule },
    issuedAt: row.issued_at.toISOString(),
    version: row.version,
  };
  if (row.status === 'ISSUED') return { ...numbered, status: 'ISSUED' };
  return {
    ...numbered,
    status: 'REVOKED',
    revokedAt: row.revoked_at!.toISOString(),
    decisionNo: row.decision_no!,
  };
}
