import type { QueryRunner } from 'typeorm';
import type { Transaction } from './transactions.js';

/**
 * Whose rows a transaction may see. `all`: city officers, operators, and the service itself when it reacts to
 * events. `district`: the schools of one authority, and to read only those that lie in the county of its code. `school`: the roles of one school. `partner`: an employer or a
 * partner, by the code that the rows name them by. Row-level security in the database enforces it; a transaction
 * without a scope sees no rows of schools.
 */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'district'; readonly authorityCode: string }
  | { readonly kind: 'school'; readonly schoolCode: string }
  | { readonly kind: 'partner'; readonly partnerCode: string };

export const allSchools: Scope = { kind: 'all' };

/** The transaction-local settings that the policies of {@link rowLevelSecurity} read. */
export const scopeSettings = (scope: Scope): Record<string, string> => ({
  'jiangtu.scope': scope.kind,
  'jiangtu.school': scope.kind === 'school' ? scope.schoolCode : '',
  'jiangtu.district': scope.kind === 'district' ? scope.authorityCode : '',
  'jiangtu.partner': scope.kind === 'partner' ? scope.partnerCode : '',
});

/**
 * Not `(select …) = 'all'`: of that PostgreSQL expects one row in two hundred, and so nearly nothing of what a page goes through; of a
 * truth that a sub-select tells it expects every other one.
 */
const isScope = (kind: Scope['kind']) => `(select current_setting('jiangtu.scope', true) = '${kind}')`;
const setting = (name: string) => `(select nullif(current_setting('jiangtu.${name}', true), ''))`;

/** Who beside the schools of its columns, and the city, sees the rows of a table. */
export interface RowSharing {
  /** false in a database without `schools`: no district sees a row */
  readonly districts?: boolean;
  /** column with the code of the employer or partner who sees the row */
  readonly partner?: string;
  /** what rows may be added, as a condition; those that may be seen where it is left out */
  readonly written?: string;
}

/**
 * SQL that forces row-level security on a table, by the column that holds the school's code, or by several where a row
 * belongs to more schools than one, as a transfer does. Forced: the policy binds the owner of the table too. The
 * database must have a table `schools` (`school_code`, `authority_code`) before. The settings are read in sub-selects
 * so that they are evaluated once for a statement and not once for a row.
 */
export function rowLevelSecurity(
  table: string,
  columns: string | readonly string[] = 'school_code',
  { districts = true, partner, written }: RowSharing = {},
): string {
  const schools = [columns].flat();
  const visible = [
    isScope('all'),
    ...schools.map((column) => `${column} = ${setting('school')}`),
    ...(partner === undefined ? [] : [`${partner} = ${setting('partner')}`]),
    ...(districts ? [ofDistrict('authority_code', schools)] : []),
  ];
  return `
    alter table ${table} enable row level security;
    alter table ${table} force row level security;
    create policy by_school on ${table}
      using (${visible.join('\n        or ')})${written ? ` with check (${written})` : ''};`;
}

const ofDistrict = (code: 'authority_code' | 'region_code', columns: readonly string[]) =>
  `${isScope('district')} and (${columns
    .map((column) => `${column} in (select school_code from schools where ${code} = ${setting('district')})`)
    .join(' or ')})`;

/**
 * SQL by which a district reads, and does not write, what is of the schools that lie in its region (属地监管): the code of an
 * authority is that of its county (GB/T 2260). 两江新区 and the like have none, so that no school lies in theirs. The table
 * must be under {@link rowLevelSecurity}, and `schools` must have a `region_code`.
 */
export const readByRegion = (table: string, columns: readonly string[]): string =>
  `create policy by_region on ${table} for select using (${ofDistrict('region_code', columns)});`;

/**
 * SQL by which a district writes of a table only what belongs to a school of its authority, where the table's own policy lets
 * through whatever belongs to a registration that may be seen, read only as well.
 * @param registration condition that joins a row to its `registrations`
 */
export const writtenByAuthority = (table: string, registration: string): string => {
  const isTheirs = `${setting('scope')} is distinct from 'district' or exists (
    select from registrations where ${registration} and ${ofDistrict('authority_code', ['registrations.school_code'])})`;
  return `
    create policy inserted_by_authority on ${table} as restrictive for insert with check (${isTheirs});
    create policy updated_by_authority on ${table} as restrictive for update using (${isTheirs});
    create policy deleted_by_authority on ${table} as restrictive for delete using (${isTheirs});`;
};

/**
 * Lets `work` see the rows of all schools, and goes back to the scope of the transaction. For what a rule must know of
 * the whole city, such as whether a person is registered anywhere: nothing of it may be told but the refusal.
 * @param work gets the transaction under that scope, for what goes on in it and may go across schools itself
 */
export async function acrossSchools<T, Tx extends Transaction>(
  tx: Tx,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  if (tx.scope.kind === 'all') return work(tx);
  const setScope = (kind: Scope['kind']) => tx.query(`select set_config('jiangtu.scope', $1, true)`, [kind]);
  await setScope('all');
  // Not undone when it fails: then the transaction is over, and its settings with it.
  const result = await work({ ...tx, scope: allSchools });
  await setScope(tx.scope.kind);
  return result;
}

/** Makes the policies of tables that are there already as {@link rowLevelSecurity} makes them now, for a migration. */
export async function estimateScopes(runner: QueryRunner): Promise<void> {
  const policies: { tablename: string; policyname: string; qual: string }[] = await runner.query(`
    select tablename, policyname, qual from pg_policies
    where schemaname = 'public' and policyname in ('by_school', 'by_region') order by 1, 2`);
  for (const { tablename, policyname, qual } of policies)
    await runner.query(
      `alter policy ${policyname} on ${tablename} using (${qual.replace(OF_SCOPE, isOfScope)})`,
    );
}

const OF_SCOPE =
  /\(\( SELECT NULLIF\(current_setting\('jiangtu\.scope'::text, true\), ''::text\) AS "nullif"\) = '(\w+)'::text\)/g;
const isOfScope = (_: string, kind: string) => isScope(kind as Scope['kind']);
