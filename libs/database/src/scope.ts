import type { Transaction } from './transactions.js';

/**
 * Whose rows a transaction may see. `all`: city officers, operators, and the service itself when it reacts to
 * events. `district`: the schools of one authority. `school`: the roles of one school. Row-level security in the
 * database enforces it; a transaction without a scope sees no rows of schools.
 */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'district'; readonly authorityCode: string }
  | { readonly kind: 'school'; readonly schoolCode: string };

export const allSchools: Scope = { kind: 'all' };

/** The transaction-local settings that the policies of {@link rowLevelSecurity} read. */
export const scopeSettings = (scope: Scope): Record<string, string> => ({
  'jiangtu.scope': scope.kind,
  'jiangtu.school': scope.kind === 'school' ? scope.schoolCode : '',
  'jiangtu.district': scope.kind === 'district' ? scope.authorityCode : '',
});

/**
 * SQL that forces row-level security on a table, by the column that holds the school's code. Forced: the policy binds
 * the owner of the table too. The database must have a table `schools` (`school_code`, `authority_code`) before. The
 * settings are read in sub-selects so that they are evaluated once for a statement and not once for a row.
 * @param options.districts false in a database without `schools`: no district sees a row
 * @param options.written what rows may be added, as a condition; those that may be seen where it is left out
 */
export function rowLevelSecurity(
  table: string,
  column = 'school_code',
  { districts = true, written }: { districts?: boolean; written?: string } = {},
): string {
  const ofDistrict = `
        or (select current_setting('jiangtu.scope', true)) = 'district' and ${column} in (
          select school_code from schools
          where authority_code = (select current_setting('jiangtu.district', true)))`;
  return `
    alter table ${table} enable row level security;
    alter table ${table} force row level security;
    create policy by_school on ${table}
      using ((select current_setting('jiangtu.scope', true)) = 'all'
        or ${column} = (select nullif(current_setting('jiangtu.school', true), ''))${districts ? ofDistrict : ''})${written ? ` with check (${written})` : ''};`;
}

/**
 * Lets `work` see the rows of all schools, and goes back to the scope of the transaction. For what a rule must know of
 * the whole city, such as whether a person is registered anywhere: nothing of it may be told but the refusal.
 */
export async function acrossSchools<T>(tx: Transaction, work: () => Promise<T>): Promise<T> {
  if (tx.scope.kind === 'all') return work();
  const setScope = (kind: Scope['kind']) => tx.query(`select set_config('jiangtu.scope', $1, true)`, [kind]);
  await setScope('all');
  // Not undone when it fails: then the transaction is over, and its settings with it.
  const result = await work();
  await setScope(tx.scope.kind);
  return result;
}
