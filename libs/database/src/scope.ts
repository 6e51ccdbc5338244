/**
 * Whose rows a transaction may see. `all`: city officers, operators, and the service itself when it reacts to
 * events. `school`: the roles of one school. Row-level security in the database enforces it; a transaction
 * without a scope sees no rows of schools.
 */
export type Scope = { readonly kind: 'all' } | { readonly kind: 'school'; readonly schoolCode: string };

export const allSchools: Scope = { kind: 'all' };

/** The two transaction-local settings that the policies of {@link rowLevelSecurity} read. */
export function scopeSettings(scope: Scope): [scopeKind: string, schoolCode: string] {
  return [scope.kind, scope.kind === 'school' ? scope.schoolCode : ''];
}

/**
 * SQL that forces row-level security on a table, by the column that holds the school's code. Forced: the policy
 * binds the owner of the table too. The settings are read in sub-selects so that they are evaluated once for a
 * statement and not once for a row.
 */
export function rowLevelSecurity(table: string, column = 'school_code'): string {
  return `
    alter table ${table} enable row level security;
    alter table ${table} force row level security;
    create policy by_school on ${table}
      using ((select current_setting('jiangtu.scope', true)) = 'all'
        or ${column} = (select nullif(current_setting('jiangtu.school', true), '')));`;
}
