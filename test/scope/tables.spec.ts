// Budget: 20 s: the databases of five services are migrated.
import { services } from '../../deploy/local/service-list.mjs';
import { createTestDatabase, type TestDatabase } from '#testing';
import { NO_DECISION, WITHOUT_POLICY } from './exemptions.js';
import { type Table, tablesOf } from './schema.js';

const seen = { tables: new Set<string>(), columns: new Set<string>() };

/** What is wrong with a table, in sentences; none of it where all is well. */
function faultsOf({ name, columns, ...table }: Table, owner: string): string[] {
  const faults: string[] = [];
  if (table.withoutRegion)
    faults.push(`${name} is not read by the district in whose region the school lies.`);
  const under = table.secured && table.forced && table.policies === 1;
  if (!under && !(name in WITHOUT_POLICY)) faults.push(`${name} is not under forced row-level security.`);
  if (table.secured && name in WITHOUT_POLICY) faults.push(`${name} needs no exemption.`);
  if (table.owner !== owner) faults.push(`${name} is owned by ${table.owner}.`);
  if (table.mayTruncate || table.mayReference)
    faults.push(`The service may do more to ${name} than to its rows.`);
  if (table.mayMaintain !== (name === 'outbox')) faults.push(`The service may vacuum ${name}, or may not.`);
  for (const column of columns.filter((each) => each.name.endsWith('_by'))) {
    const exempt = `${name}.${column.name}` in NO_DECISION;
    if (column.decidedAgainst.length === 0 && !exempt)
      faults.push(`${name}.${column.name} decides, and may be of the person who submitted.`);
  }
  return faults;
}

async function faultsIn(database: TestDatabase): Promise<string[]> {
  const role = new URL(database.url).username;
  const tables = await tablesOf(database, role);
  for (const { name, columns } of tables) {
    seen.tables.add(name);
    for (const column of columns) seen.columns.add(`${name}.${column.name}`);
  }
  return tables.flatMap((table) => faultsOf(table, `${role}_owner`));
}

async function migrated(service: string): Promise<TestDatabase> {
  const { migrations } = await import(/* @vite-ignore */ `../../apps/${service}/src/migrations/index.js`);
  const database = await createTestDatabase(service);
  await database.migrate(migrations);
  return database;
}

describe.each(services.map(({ name }) => name))('The database of %s', (name) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await migrated(name);
  });
  afterAll(() => database?.drop());

  it('has forced policies, plain rights and four eyes on every table that is not exempt for a reason', async () => {
    expect(await faultsIn(database)).toEqual([]);
  });

  it('is served by a role that owns nothing, passes no policy and creates nothing', async () => {
    const [role] = await database.query(
      `select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole,
         (select count(*)::int from pg_shdepend where refobjid = r.oid and deptype = 'o') as owned,
         (select count(*)::int from pg_auth_members where member = r.oid) as memberships,
         has_schema_privilege(r.oid, 'public', 'CREATE') as creates,
         has_database_privilege(r.oid, current_database(), 'CREATE, TEMPORARY') as "createsInDatabase",
         has_database_privilege('public', current_database(), 'CONNECT') as "anybodyConnects"
       from pg_roles r where rolname = $1`,
      [new URL(database.url).username],
    );
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreatedb: false,
      rolcreaterole: false,
      owned: 0,
      memberships: 0,
      creates: false,
      createsInDatabase: false,
      anybodyConnects: false,
    });
  });
});

it('The walk over tables finds what is planted', async () => {
  const database = await migrated('employment');
  try {
    const role = new URL(database.url).username;
    await database.query(`
      create table leaks (school_code text, submitted_by text, approved_by text);
      create table unforced (school_code text);
      alter table unforced enable row level security;
      create policy by_school on unforced using (true);
      alter table unforced owner to ${role}_owner;
      alter table outcomes add column verified_by text;
      drop policy by_region on outcomes;
      grant truncate on cases to ${role}`);
    expect(await faultsIn(database)).toEqual([
      'The service may do more to cases than to its rows.',
      'leaks is not under forced row-level security.',
      'leaks is owned by postgres.',
      'leaks.submitted_by decides, and may be of the person who submitted.',
      'leaks.approved_by decides, and may be of the person who submitted.',
      'outcomes is not read by the district in whose region the school lies.',
      'outcomes.verified_by decides, and may be of the person who submitted.',
      'unforced is not under forced row-level security.',
    ]);
  } finally {
    await database.drop();
  }
});

it('No exemption outlives its table or column', () => {
  expect(Object.keys(WITHOUT_POLICY).filter((table) => !seen.tables.has(table))).toEqual([]);
  expect(Object.keys(NO_DECISION).filter((column) => !seen.columns.has(column))).toEqual([]);
});
