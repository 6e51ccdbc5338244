import pg from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';

/** Tables that the running service vacuums itself: the relay cannot wait for autovacuum. */
const VACUUMED = ['outbox'];
/** Of the one trigger that {@link appendOnly} makes on a table. */
const APPEND_ONLY = 'append_only';

/**
 * SQL for a migration: of this table rows are neither changed nor removed, by anybody. The role of the running service
 * gets no right to; a trigger stops the owner and superusers as well, as a mistake would come from them.
 */
export function appendOnly(table: string): string {
  return `
    create or replace function refuse_to_rewrite() returns trigger language plpgsql as $$
    begin
      raise exception 'rows of % are never changed or removed', tg_table_name using errcode = 'restrict_violation';
    end $$;
    create trigger ${APPEND_ONLY} before update or delete or truncate on ${table}
      for each statement execute function refuse_to_rewrite();`;
}

/**
 * Gives the role of the running service what it may do, and takes what it may not: it reads and writes rows, and it
 * owns, creates and truncates nothing. Nobody but it and the owner may connect. Run after each migration, under the role
 * that owns the tables; all in one transaction, so that a service that runs meanwhile is never without its rights. Roles
 * that take turns, for a new password, are members of the one that has the rights and have none of their own, so that each
 * can be dropped.
 */
export async function grantToRuntime(owner: QueryRunner, runtimeRole: string): Promise<void> {
  const holder = await holderOfRights(owner, runtimeRole);
  const role = pg.escapeIdentifier(holder);
  const member = pg.escapeIdentifier(runtimeRole);
  const [{ name }] = await owner.query('select current_database() as name');
  const database = pg.escapeIdentifier(name);
  const appended = names(
    await owner.query(`select relname as name from pg_trigger join pg_class on pg_class.oid = tgrelid
      where tgname = '${APPEND_ONLY}'`),
  );
  const vacuumed = names(
    await owner.query('select name from unnest($1::text[]) as name where to_regclass(name) is not null', [
      VACUUMED,
    ]),
  );
  await owner.query(
    [
      `revoke all on all tables in schema public from ${role}`,
      `grant select, insert, update, delete on all tables in schema public to ${role}`,
      `grant usage on all sequences in schema public to ${role}`,
      `revoke all on migrations from ${role}`,
      // So that a service can tell at its start whether they have run.
      `grant select (name) on migrations to ${role}`,
      `revoke all on database ${database} from public`,
      `grant connect on database ${database} to ${role}`,
      ...appended.map((table) => `revoke update, delete on ${table} from ${role}`),
      ...vacuumed.map((table) => `grant maintain on ${table} to ${role}`),
      ...(holder === runtimeRole
        ? []
        : [
            `revoke all on all tables in schema public from ${member}`,
            `revoke all on all sequences in schema public from ${member}`,
            `revoke all on database ${database} from ${member}`,
          ]),
    ].join(';'),
  );
}

/** The role that an earlier run gave the rights to, where the runtime role is a member of it; otherwise the runtime role. */
async function holderOfRights(owner: QueryRunner, runtimeRole: string): Promise<string> {
  const [held] = await owner.query(
    `select rolname as name from pg_attribute, aclexplode(attacl) join pg_roles on pg_roles.oid = grantee
     where attrelid = to_regclass('migrations') and attname = 'name'
       and rolname <> $1 and pg_has_role($1, grantee, 'member')`,
    [runtimeRole],
  );
  return held?.name ?? runtimeRole;
}

const names = (rows: { name: string }[]) => rows.map(({ name }) => pg.escapeIdentifier(name));

/**
 * A service does not run under a role that row-level security could not bind, or that could change its policies.
 * @throws Error for a superuser, for `bypassrls`, and for who owns a table or may act as its owner
 */
export async function expectPlainRole(dataSource: DataSource): Promise<void> {
  const [{ privileged }] = await dataSource.query(`
    select rolsuper or rolbypassrls or exists (
      select from pg_class where relnamespace = 'public'::regnamespace and pg_has_role(relowner, 'member')
    ) as privileged
    from pg_roles where rolname = current_user`);
  if (privileged)
    throw new Error('The role of DATABASE_URL owns tables or is not bound by row-level security.');
}
