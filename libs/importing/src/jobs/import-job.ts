import type { Transaction } from '#database';
import type { Actor, Role } from '#security';

/** Working states are those that a process moves on without being asked again. */
export const WORKING_STATES = ['UPLOADED', 'VALIDATING', 'COMMITTING'] as const;
export const IMPORT_STATES = [
  ...WORKING_STATES,
  'VALIDATED',
  'DONE',
  'CANCELLED',
  'FAILED',
  'EXPIRED',
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** VALID_ROWS stores what is valid and leaves the rest; ALL_OR_NOTHING stores the whole file at once or no row. */
export const IMPORT_MODES = ['VALID_ROWS', 'ALL_OR_NOTHING'] as const;
export type ImportMode = (typeof IMPORT_MODES)[number];

/** Why an import has FAILED. */
export const IMPORT_FAILURES = ['rows-refused', 'out-of-time', 'internal-error'] as const;
export type ImportFailure = (typeof IMPORT_FAILURES)[number];

/** An uploaded file on its way: checked first, then committed once. Nothing in it names a person. */
export interface ImportJob {
  importId: string;
  kind: string;
  /** Who uploaded it; the rows are checked and stored in their name. */
  actor: string;
  actorRole: string;
  /** Null: a file of the whole city. */
  schoolCode: string | null;
  state: ImportState;
  /** Null until the commit is asked for. */
  mode: ImportMode | null;
  fileSha256: string;
  format: 'CSV' | 'XLSX';
  /** The sheet of the workbook that was read. */
  sheet: string | null;
  rows: number;
  checked: number;
  refused: number;
  /** Rows with a warning, refused or not. */
  warned: number;
  committed: number;
  failure: ImportFailure | null;
  createdAt: Date;
  /** When something last happened to it. */
  movedAt: Date;
}

/** Who uploaded the file: its rows are checked and stored in their name. */
export const importerOf = ({ actor, actorRole, schoolCode }: ImportJob): Actor => ({
  subject: actor,
  role: actorRole as Role,
  schoolCode: schoolCode ?? undefined,
});

/** Columns of `import_jobs` as the fields of an {@link ImportJob}. */
export const JOB_FIELDS = `import_id as "importId", kind, actor, actor_role as "actorRole", school_code as "schoolCode",
  state, mode, file_sha256 as "fileSha256", format, sheet, total_rows as rows, checked_rows as checked,
  refused_rows as refused, warned_rows as warned, committed_rows as committed, failure, created_at as "createdAt", moved_at as "movedAt"`;

/** The job, if it is of this kind and the scope of the transaction sees it. */
export async function findImport(
  tx: Transaction,
  kind: string,
  importId: string,
): Promise<ImportJob | undefined> {
  const [job] = await tx.query<ImportJob>(
    `select ${JOB_FIELDS} from import_jobs where kind = $1 and import_id = $2`,
    [kind, importId],
  );
  return job;
}

/** Jobs of a kind (`$1`) that the scope sees, for a list. */
export const SELECT_IMPORTS = `select ${JOB_FIELDS} from import_jobs where kind = $1`;
