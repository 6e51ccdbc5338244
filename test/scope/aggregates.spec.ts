// Budget: 20 s: the modules of five services are loaded, and their databases copied.
import { z } from 'zod';
import { aggregate, type Aggregate, declaredAggregates } from '#aggregates';
import { services } from '../../deploy/local/service-list.mjs';
import { createTestDatabase, type TestDatabase } from '#testing';

interface ColumnRow {
  table: string;
  name: string;
  type: string;
  nullable: boolean;
}

const columnsOf = (database: TestDatabase) =>
  database.query<ColumnRow & Record<string, unknown>>(
    `select table_name as table, column_name as name, data_type as type, is_nullable = 'YES' as nullable
     from information_schema.columns where table_schema = 'public'`,
  );

const triggersOf = (database: TestDatabase) =>
  database.query<{ table: string; name: string }>(
    `select relname as table, tgname as name from pg_trigger join pg_class on pg_class.oid = tgrelid`,
  );

/** What is wrong between a declaration and its table, in sentences; none of it where all is well. */
function faultsOf(
  { name, table, columns, shape }: Aggregate,
  found: readonly ColumnRow[],
  triggers: readonly { table: string; name: string }[],
): string[] {
  const byName = new Map(found.filter((each) => each.table === table).map((each) => [each.name, each]));
  const faults = columns.flatMap(({ name: column, type, path }) => {
    const there = byName.get(column);
    if (!there) return [`${table}.${column} is declared, and is no column.`];
    const differs = there.type === type ? [] : [`${table}.${column} is ${there.type}, declared as ${type}.`];
    const optional = shape[path[0]]!.safeParse(undefined).success;
    const missing =
      there.nullable && !optional ? [`${table}.${column} may be null, and its state may not.`] : [];
    return [...differs, ...missing];
  });
  for (const trigger of ['has_history_inserted', 'has_history_updated'])
    if (!triggers.some((each) => each.table === table && each.name === trigger))
      faults.push(`${name} can be written without its history.`);
  return faults;
}

describe.each(services.map(({ name }) => name))('The aggregates of %s', (service) => {
  let database: TestDatabase;
  let own: readonly Aggregate[];
  beforeAll(async () => {
    await import(/* @vite-ignore */ `../../apps/${service}/src/app.module.js`);
    const { migrations } = await import(/* @vite-ignore */ `../../apps/${service}/src/migrations/index.js`);
    database = await createTestDatabase(service);
    await database.migrate(migrations);
    const tables = new Set((await columnsOf(database)).map(({ table }) => table));
    // The other services keep copies of schools.
    own = declaredAggregates().filter(
      ({ table }) => tables.has(table) && (table !== 'schools' || service === 'enrolment'),
    );
  });
  afterAll(() => database?.drop());

  it('fit their tables, column by column, and cannot be written without their history', async () => {
    const [columns, triggers] = [await columnsOf(database), await triggersOf(database)];
    expect(own.flatMap((each) => faultsOf(each, columns, triggers))).toEqual([]);
  });

  it('have a history for every table that has one, and no other', async () => {
    const histories = (await columnsOf(database))
      .filter(({ table, name }) => table.endsWith('_history') && name === 'happened')
      .map(({ table }) => table.replace(/_history$/, ''));
    expect(histories.toSorted()).toEqual(own.map(({ table }) => table).toSorted());
  });
});

it('The comparison of aggregates with tables finds what is planted', () => {
  const planted = aggregate({
    name: 'planted',
    table: 'planted',
    id: 'plantedId',
    school: null,
    states: z.object({ plantedId: z.uuid(), version: z.int(), name: z.string(), since: z.iso.date() }),
  });
  const columns = [
    { table: 'planted', name: 'planted_id', type: 'uuid', nullable: false },
    { table: 'planted', name: 'version', type: 'bigint', nullable: false },
    { table: 'planted', name: 'name', type: 'text', nullable: true },
  ];
  expect(faultsOf(planted, columns, [{ table: 'planted', name: 'has_history_inserted' }])).toEqual([
    'planted.version is bigint, declared as integer.',
    'planted.name may be null, and its state may not.',
    'planted.since is declared, and is no column.',
    'planted can be written without its history.',
  ]);
});
