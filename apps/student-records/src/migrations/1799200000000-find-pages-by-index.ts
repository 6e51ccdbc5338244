import type { MigrationInterface, QueryRunner } from 'typeorm';
import { buildIndex, estimateScopes, writtenByAuthority } from '#database';

/** What pages are filtered by most: what is gone through to find one is read from the index alone. */
const FILTERED = `include (school_code, state, study_mode, level, programme_type, major_code, year, season, source_type, start_on,
  state_since, days_away, repeats, student_no, person_id, holder_id)`;
const STUDENT_NO_ORDER = `(case when student_no is null then '' else student_no end)`;
const NAME_ORDER = `(case when name_pinyin is null then '' else name_pinyin end)`;

const INDEXES = {
  registrations_listed: `registrations (registration_id) ${FILTERED}`,
  registrations_by_student_no_order: `registrations (${STUDENT_NO_ORDER}, registration_id) ${FILTERED}`,
  persons_by_name_order: `persons (${NAME_ORDER}, person_id) include (name, name_pinyin, name_initials, sex, hukou_region)`,
  persons_by_region: 'persons (hukou_region, person_id) where hukou_region is not null',
};
const REPLACED = {
  registrations_in_student_no_order: `registrations (coalesce(student_no, ''), registration_id)`,
  persons_in_name_order: `persons (coalesce(name_pinyin, ''), person_id)`,
};

const HOLDER =
  'case when registrations.holder_id is null then registrations.person_id else registrations.holder_id end';
/** Seen by the registrations that may be seen. */
const OF_PERSONS = [
  'persons',
  'person_names',
  'person_documents',
  'police_matches',
  'erasures',
  'erasures_history',
];

/**
 * What a page of the list of registrations costs at the size of a city. Under row-level security PostgreSQL looks nothing up by an
 * expression with `coalesce`, so the orders are told by `case`, as the holder is.
 */
export class FindPagesByIndex1799200000000 implements MigrationInterface {
  readonly transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [name, on] of Object.entries(INDEXES)) await buildIndex(queryRunner, name, on);
    await estimateScopes(queryRunner);
    for (const table of OF_PERSONS) await queryRunner.query(seenByHolder(table) + writtenByHolder(table));
    await queryRunner.query(`drop index if exists ${Object.keys(REPLACED).join(', ')}`);
  }

  /** The policies let the same rows through as those before them. */
  async down(queryRunner: QueryRunner): Promise<void> {
    for (const [name, on] of Object.entries(REPLACED)) await buildIndex(queryRunner, name, on);
    await queryRunner.query(`drop index ${Object.keys(INDEXES).join(', ')}`);
  }
}

/** Who compares with the police sees what they have delivered. */
const DELIVERED = ` or delivered_by = (select nullif(current_setting('jiangtu.partner', true), ''))`;

/** Looked up for each person: of `exists` PostgreSQL may make a table of all holders first, for a page of a hundred. */
const seenByHolder = (table: string) => `
  alter policy by_registration on ${table} using ((select current_setting('jiangtu.scope', true) = 'all')
    or (select true from registrations where ${HOLDER} = ${table}.person_id limit 1)${table === 'police_matches' ? DELIVERED : ''});`;

const writtenByHolder = (table: string) =>
  ['inserted', 'updated', 'deleted'].map((how) => `drop policy ${how}_by_authority on ${table};`).join(' ') +
  writtenByAuthority(table, `${HOLDER} = ${table}.person_id`);
