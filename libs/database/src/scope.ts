import type { Transaction } from './transactions.js';

/**
 * Whose rows a transaction may see. `all`: city officers, operators, and the service itself when it reacts to
 * events. `district`: the schools of one authority. `school`: the roles of one school. `partner`: an employer or a
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

const setting = (name: string) => `(select nullif(current_setting('jiangtu.${name}', true), ''))`;

/** Who beside the schools of its columns, and the city, sees the rows of a table. */
export interface RowSharing {
  /** false in a database without `schools`: no district sees a row */
  readonly districts?: boolean;
  /** true where a district also reads, and does not write, what lies in its region: `schools` has a `region_code` */
  readonly regions?: boolean;
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
  { districts = true, regions = false, partner, written }: RowSharing = {},
): string {
  const schools = [columns].flat();
  const ofDistrict = (code: string) =>
    `${setting('scope')} = 'district' and (${schools
      .map(
        (column) => `${column} in (select school_code from schools where ${code} = ${setting('district')})`,
      )
      .join(' or ')})`;
  const visible = [
    `${setting('scope')} = 'all'`,
    ...schools.map((column) => `${column} = ${setting('school')}`),
    ...(partner === undefined ? [] : [`${partner} = ${setting('partner')}`]),
    ...(districts ? [ofDistrict('authority_code')] : []),
  ];
  return `
    alter table ${table} enable row level security;
    alter table ${table} force row level security;
    create policy by_school on ${table}
      using (${visible.join('\n        or ')})${written ? ` with check (${written})` : ''};
    ${regions ? `create policy by_region on ${table} for select using (${ofDistrict('region_code')});` : ''}`;
}

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
