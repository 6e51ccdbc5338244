import type { Level, Person, ProgrammeType, SourceType, StudyMode } from '#contracts';
import type { Active, Away, Submitted, TAKEN_OVER_STATES } from './registration-states.js';
import type { RegistrationRules } from './rules.js';
import { termsAtApproval } from './study-terms.js';

/** 接管存量: a student of before the system, as the school’s file has them. */
export interface StockRow {
  readonly studentNo: string;
  readonly state: (typeof TAKEN_OVER_STATES)[number];
  readonly sex: Person['sex'];
  readonly birthDate: string;
  readonly guardian?: Person['guardian'] | undefined;
  readonly level: Level;
  readonly studyMode: StudyMode;
  readonly programmeType: ProgrammeType;
  readonly sourceType?: SourceType | undefined;
  readonly priorEducation?: string | undefined;
  readonly startOn: string;
  readonly durationMonths: number;
  readonly employer?: { readonly uscc: string; readonly name: string } | undefined;
  readonly contractNo?: string | undefined;
  readonly cooperationAgreementNo?: string | undefined;
  readonly awaySince?: string | undefined;
  readonly returnExpectedOn?: string | undefined;
  readonly leavesTaken?: number | undefined;
  readonly repeats?: number | undefined;
  readonly daysAway?: number | undefined;
}

/** 留级: each repeated year makes the agreed duration longer, as it does where the change is recorded here. */
export const extensionOf = ({ repeats = 0 }: Pick<StockRow, 'repeats'>): number => repeats * 12;

/** The record as it was on the first day of study, before anything else of the row came to pass. */
export function enrolledBefore(
  row: StockRow,
  base: Pick<
    Submitted,
    'registrationId' | 'personId' | 'applicationId' | 'schoolCode' | 'offeringId' | 'major' | 'statedIdentity'
  >,
  { importId, by, at, rules }: { importId: string; by: string; at: string; rules: RegistrationRules },
): Active {
  const submitted: Submitted = {
    ...base,
    version: 1,
    state: 'SUBMITTED',
    year: Number(row.startOn.slice(0, 4)),
    season: row.startOn.slice(5, 7) < '07' ? 'SPRING' : 'AUTUMN',
    sourceType: row.sourceType ?? 'OTHER',
    tags: [],
    channel: 'OFFLINE',
    scope: 'IN_CITY',
    studyMode: row.studyMode,
    level: row.level,
    programmeType: row.programmeType,
    priorEducation: row.priorEducation ?? '不详',
    employer: row.employer,
    contractNo: row.contractNo,
    cooperationAgreementNo: row.cooperationAgreementNo,
    startOn: row.startOn,
    durationMonths: row.durationMonths,
    checkedInOn: row.startOn,
    submittedBy: by,
    submittedAt: at,
    contributors: [],
    identityMismatch: false,
    takenOverImportId: importId,
    takenOverAs: row.state,
  };
  return {
    ...submitted,
    ...termsAtApproval(submitted, rules),
    state: 'ACTIVE',
    studentNo: row.studentNo,
    approvedAt: at,
    leavesTaken: row.leavesTaken ?? 0,
    repeats: row.repeats,
    extensionMonths: extensionOf(row) || undefined,
    daysAway: row.daysAway,
  };
}

/** 休学、保留学籍 of who was away at the takeover, since its day; a leave counts as one that was taken. */
export const awaySince = (active: Active, row: StockRow): Away => ({
  ...active,
  state: row.state as Away['state'],
  leavesTaken: Math.max(active.leavesTaken, row.state === 'ON_LEAVE' ? 1 : 0),
  stateSince: row.awaySince!,
  stateRecordedAt: active.approvedAt,
  returnExpectedOn: row.returnExpectedOn!,
});
