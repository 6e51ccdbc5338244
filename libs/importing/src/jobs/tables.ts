import type { QueryRunner } from 'typeorm';
import { rowLevelSecurity } from '#database';
import type { SealedColumn } from '#security';

/** The tables of {@link createImportTables}, in the order in which they can be dropped. */
export const IMPORT_TABLES = ['import_errors', 'import_chunks', 'import_jobs'];

/** The tables of imports, for the migration of a service that has some. They need the tables of no other lib. */
export async function createImportTables(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    create table import_jobs (
      import_id uuid primary key,
      kind text not null,
      actor text not null,
      actor_role text not null,
      -- Null: a file of the whole city, seen by the city scope only.
      school_code text,
      file_sha256 text not null,
      format text not null check (format in ('CSV', 'XLSX')),
      sheet text,
      state text not null check (state in ('UPLOADED', 'VALIDATING', 'VALIDATED', 'COMMITTING', 'DONE', 'CANCELLED',
        'FAILED', 'EXPIRED')),
      mode text check (mode in ('VALID_ROWS', 'ALL_OR_NOTHING')),
      total_rows integer not null,
      checked_rows integer not null default 0,
      refused_rows integer not null default 0,
      committed_rows integer not null default 0,
      failure text,
      created_at timestamptz not null default now(),
      moved_at timestamptz not null default now(),
      check (mode is not null or state not in ('COMMITTING', 'DONE')),
      check (checked_rows <= total_rows and refused_rows + committed_rows <= total_rows)
    );
    -- One file of one person for one school is one job, until it has come to nothing.
    create unique index import_jobs_one_of_a_file on import_jobs (kind, actor, school_code, file_sha256)
      nulls not distinct where state not in ('CANCELLED', 'FAILED', 'EXPIRED');
    create index import_jobs_in_work on import_jobs (moved_at)
      where state in ('UPLOADED', 'VALIDATING', 'COMMITTING');

    -- Rows of a file as it was uploaded, sealed, some hundred together. What is committed is no longer kept.
    create table import_chunks (
      import_id uuid not null references import_jobs,
      chunk integer not null,
      school_code text,
      first_row integer not null,
      last_row integer not null,
      rows integer not null,
      state text not null check (state in ('READ', 'CHECKED', 'DONE')),
      sealed_rows text,
      primary key (import_id, chunk)
    );
    -- Tells which keys of the ring are in use without reading the rows.
    create index import_chunks_by_ring_key on import_chunks (split_part(sealed_rows, '.', 2));

    create table import_errors (
      import_id uuid not null references import_jobs,
      row integer not null,
      position integer not null,
      school_code text,
      column_title text not null,
      code text not null,
      message text not null,
      primary key (import_id, row, position)
    )`);
  for (const table of IMPORT_TABLES) await queryRunner.query(rowLevelSecurity(table));
}

/** Warnings beside errors, for the migration of a service that has the tables already. A version before it reads on. */
export async function gradeImportErrors(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    alter table import_errors add column grade text not null default 'ERROR' check (grade in ('ERROR', 'WARNING'));
    alter table import_jobs add column warned_rows integer not null default 0`);
}

export async function undoGradeImportErrors(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(
    `alter table import_errors drop column grade; alter table import_jobs drop column warned_rows`,
  );
}

/** What the ring seals here: the rows of an import stand under no data key, since they are kept for some days only. */
export const SEALED_IMPORTS: SealedColumn = {
  table: 'import_chunks',
  column: 'sealed_rows',
  id: `import_id || '/' || chunk`,
  idType: 'text',
  // Each is some hundred kilobytes.
  batchRows: 10,
};
