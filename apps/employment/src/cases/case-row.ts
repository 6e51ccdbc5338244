import type { Level, SchoolType, StudyMode } from '#contracts';
import type { Transaction } from '#database';
import type { Case } from '../domain/case.js';

/** A row of `cases`. */
export interface CaseRow {
  registration_id: string;
  person_id: string;
  name: string;
  school_code: string;
  school_name: string;
  school_type: SchoolType;
  major_code: string;
  major_name: string;
  level: Level;
  study_mode: StudyMode;
  graduated_on: string;
  approved_on: string;
  state: Case['state'];
  version: number;
  graduation_version: number;
  opened_at: Date;
  reported_at: Date | null;
  cancelled_at: Date | null;
  decision_no: string | null;
  erased_at: Date | null;
}

export function rowOf(each: Case): CaseRow {
  return {
    registration_id: each.registrationId,
    person_id: each.personId,
    name: each.name,
    school_code: each.schoolCode,
    school_name: each.schoolName,
    school_type: each.schoolType,
    major_code: each.majorCode,
    major_name: each.majorName,
    level: each.level,
    study_mode: each.studyMode,
    graduated_on: each.graduatedOn,
    approved_on: each.approvedOn,
    state: each.state,
    version: each.version,
    graduation_version: each.graduationVersion,
    opened_at: new Date(each.openedAt),
    reported_at: each.state !== 'OPEN' && each.reportedAt ? new Date(each.reportedAt) : null,
    cancelled_at: each.state === 'CANCELLED' ? new Date(each.cancelledAt) : null,
    decision_no: each.state === 'CANCELLED' ? each.decisionNo : null,
    erased_at: each.erasedAt === undefined ? null : new Date(each.erasedAt),
  };
}

export function caseOf(row: CaseRow): Case {
  const tracked = {
    registrationId: row.registration_id,
    personId: row.person_id,
    name: row.name,
    schoolCode: row.school_code,
    schoolName: row.school_name,
    schoolType: row.school_type,
    majorCode: row.major_code,
    majorName: row.major_name,
    level: row.level,
    studyMode: row.study_mode,
    graduatedOn: row.graduated_on,
    approvedOn: row.approved_on,
    version: row.version,
    graduationVersion: row.graduation_version,
    openedAt: row.opened_at.toISOString(),
    ...(row.erased_at && { erasedAt: row.erased_at.toISOString() }),
  };
  switch (row.state) {
    case 'OPEN':
      return { ...tracked, state: row.state };
    case 'REPORTED':
      return { ...tracked, state: row.state, reportedAt: row.reported_at!.toISOString() };
    case 'CANCELLED':
      return {
        ...tracked,
        state: row.state,
        ...(row.reported_at && { reportedAt: row.reported_at.toISOString() }),
        cancelledAt: row.cancelled_at!.toISOString(),
        decisionNo: row.decision_no!,
      };
    default:
      return row.state satisfies never;
  }
}

/** Locks the cases of these registrations, in one order so that two batches cannot wait for each other. */
export async function lockCases(tx: Transaction, registrationIds: string[]): Promise<Map<string, Case>> {
  const rows = await tx.query<CaseRow>(
    'select * from cases where registration_id = any($1::uuid[]) order by registration_id for update',
    [registrationIds],
  );
  return new Map(rows.map((row) => [row.registration_id, caseOf(row)]));
}

/**
 * Writes new and changed cases, in one statement.
 * @returns the ids of those written; one that another transaction has moved on in the meantime is left alone
 */
export async function saveCases(tx: Transaction, cases: Case[]): Promise<Set<string>> {
  if (cases.length === 0) return new Set();
  const rows = cases.map(rowOf);
  const columns = Object.keys(rows[0]!);
  const saved = await tx.query<{ registration_id: string }>(
    `insert into cases as known (${columns.join(', ')})
     select ${columns.join(', ')} from jsonb_populate_recordset(null::cases, $1::jsonb)
     on conflict (registration_id) do update set
       ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}
     where known.version < excluded.version
     returning registration_id`,
    [JSON.stringify(rows)],
  );
  return new Set(saved.map((row) => row.registration_id));
}
