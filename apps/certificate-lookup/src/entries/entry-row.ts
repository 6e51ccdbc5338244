import type {
  CertificateKind,
  Level,
  LookupStatus,
  SchoolType,
  StudyMode,
  TreatedAs,
} from '#contracts/published';
import { sealedKeyOf } from '#security';
import type { FoundEntry } from '../domain/answer.js';
import type { Holder } from './entry-sealer.js';

/** What an answer needs of a row of `entries`. */
export interface EntryRow {
  certificate_no: string;
  kind: CertificateKind;
  identity: string;
  sealed_key: string | null;
  school_name: string;
  school_type: SchoolType;
  major_name: string;
  class_type: Level;
  study_mode: StudyMode;
  studied_from: string;
  studied_to: string;
  issue_date: string;
  treated_as: TreatedAs;
  treatment_rule: string;
  taken_over: boolean;
  status: LookupStatus;
  status_at: Date;
  replaced_by: string | null;
}

export const ENTRY_COLUMNS = `certificate_no, kind, identity, school_name, school_type, major_name, class_type,
  study_mode, studied_from, studied_to, issue_date, treated_as, treatment_rule, taken_over, status, status_at, replaced_by,
  ${sealedKeyOf("'entry:' || entries.certificate_no")} as sealed_key`;

export function foundEntry(row: EntryRow, { name, idNumber }: Holder): FoundEntry {
  return {
    certificateNo: row.certificate_no,
    kind: row.kind,
    name,
    idNumber,
    schoolName: row.school_name,
    schoolType: row.school_type,
    majorName: row.major_name,
    classType: row.class_type,
    studyMode: row.study_mode,
    from: row.studied_from,
    to: row.studied_to,
    issueDate: row.issue_date,
    treatment: { as: row.treated_as, ruleVersion: row.treatment_rule },
    ...(row.taken_over && { takenOver: true }),
    status: row.status,
    statusAt: row.status_at,
    ...(row.replaced_by !== null && { replacedBy: row.replaced_by }),
  };
}
