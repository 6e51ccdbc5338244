import type { TestDatabase } from '#testing';

export interface Column {
  readonly name: string;
  /** Columns that a check constraint of four eyes sets against this one, as the one that decides. */
  readonly decidedAgainst: readonly string[];
}

/** A table as the database has it, and what the role of the running service may do with it. */
export interface Table {
  readonly name: string;
  readonly owner: string;
  readonly secured: boolean;
  readonly forced: boolean;
  /** policies that hold for everybody and every command */
  readonly policies: number;
  /** seen by the authority of its schools and not by their region, where the database lets regions read at all */
  readonly withoutRegion: boolean;
  readonly mayTruncate: boolean;
  readonly mayMaintain: boolean;
  readonly mayReference: boolean;
  readonly columns: readonly Column[];
}

/** Reads all tables, as a superuser. @param role name of the running service's role */
export async function tablesOf(database: TestDatabase, role: string): Promise<Table[]> {
  const [tables, columns] = [
    await database.query<TableRow>(TABLES, [role]),
    await database.query<ColumnRow>(COLUMNS),
  ];
  return tables.map((table) => ({
    ...table,
    columns: columns
      .filter((each) => each.table === table.name)
      .map(({ name, constraints }) => ({
        name,
        decidedAgainst: constraints.flatMap((text) => opponentOf(name, text) ?? []),
      })),
  }));
}

type TableRow = Omit<Table, 'columns'>;
interface ColumnRow {
  table: string;
  name: string;
  constraints: string[];
}

const TABLES = `
  select relname as name, pg_get_userbyid(relowner) as owner, relrowsecurity as secured, relforcerowsecurity as forced,
    (select count(*)::int from pg_policy where polrelid = c.oid and polpermissive and polcmd = '*' and polroles = '{0}')
      as policies,
    exists (select from pg_policies p where p.tablename = relname and p.policyname = 'by_school' and p.qual like '%authority_code%')
      and not exists (select from pg_policies p where p.tablename = relname and p.policyname = 'by_region')
      and exists (select from pg_policies p where p.policyname = 'by_region') as "withoutRegion",
    has_table_privilege($1, c.oid, 'TRUNCATE') as "mayTruncate",
    has_table_privilege($1, c.oid, 'MAINTAIN') as "mayMaintain",
    has_table_privilege($1, c.oid, 'REFERENCES, TRIGGER') as "mayReference"
  from pg_class c where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace order by relname`;

const COLUMNS = `
  select c.relname as table, a.attname as name, array(
    select pg_get_constraintdef(k.oid) from pg_constraint k
    where k.conrelid = c.oid and k.contype = 'c' and a.attnum = any(k.conkey)) as constraints
  from pg_attribute a join pg_class c on c.oid = a.attrelid
  where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped`;

/** Of the check that `fourEyes` makes: the column that must be known, and another, once this one is set. */
function opponentOf(column: string, constraint: string): string | undefined {
  const check = `\\(\\(${column} IS NULL\\) OR \\(\\((\\w+) IS NOT NULL\\) AND \\(${column} <> \\1\\)\\)\\)`;
  return new RegExp(check).exec(constraint)?.[1];
}
