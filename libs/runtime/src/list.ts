import { innerError, type Transaction } from '#database';
import { z } from 'zod';
import { cursorAt, cursorInvalid, valuesOf } from './cursor.js';
import type { Page } from './paging.js';

type Columns = readonly [string, ...string[]];
type Filters = Record<string, readonly [column: string, schema: z.ZodType]>;

export interface ListDeclaration<F extends Filters, Sort extends string> {
  /** what may be asked for, by the name of the query parameter: the column that must equal it, and its schema */
  readonly filters: F;
  /** by name, the columns that together order the rows completely; none may be null, an index has to serve them */
  readonly sorts: Readonly<Record<Sort, Columns>>;
  /** one of `sorts`, with `-` for the other way round; the first of them when not given */
  readonly defaultSort?: NoInfer<Sort | `-${Sort}`>;
}

type Query<F extends Filters> = { [Name in keyof F]?: unknown } & {
  limit: number;
  cursor?: string;
  sort: string;
};

/** What a page is read of. */
export interface Source<Row, Item> {
  /** a select without order and limit, whose output has the columns of the declaration */
  readonly select: string;
  /** `$1` and so on of `select` */
  readonly parameters?: readonly unknown[];
  readonly itemOf: (row: Row) => Item;
}

/**
 * A list that pages by cursor, filters by equality and sorts by what it allows: its schema, and the reading of a page.
 * A page begins after the last row of the one before (keyset), so that it costs the same wherever it lies, and rows that
 * come meanwhile move none to another page.
 * @example
 * const cases = listOf({ filters: { state: ['state', CaseState] }, sorts: { registrationId: ['registration_id'] } });
 * `@Query({ schema: cases.query }) query: z.infer<typeof cases.query>`
 * cases.page(tx, query, { select: 'select * from cases', itemOf: viewOf })
 */
export function listOf<const F extends Filters, const Sort extends string>(
  declared: ListDeclaration<F, Sort>,
) {
  return {
    query: querySchema(declared),
    page: <Row extends object, Item>(tx: Transaction, query: Query<F>, source: Source<Row, Item>) =>
      readPage(tx, declared, query, source),
  };
}

const DIRECTIONS = { up: ['>', 'asc'], down: ['<', 'desc'] } as const;

function querySchema<F extends Filters, Sort extends string>({
  filters,
  sorts,
  defaultSort,
}: ListDeclaration<F, Sort>) {
  const names = Object.keys(sorts);
  const allowed = names.flatMap((name) => [name, `-${name}`]);
  type Optional = { [Name in keyof F]: z.ZodOptional<F[Name][1]> };
  const optional = Object.entries(filters).map(([name, [, schema]]) => [name, schema.optional()]);
  return z.strictObject({
    limit: z.coerce.number().int().min(1).max(1000).default(100).describe('Most items of the page'),
    cursor: z
      .string()
      .min(1)
      .max(1000)
      .optional()
      .describe('`nextCursor` of the page before, of the same filters and sort'),
    sort: z
      .enum(allowed)
      .default(defaultSort ?? names[0]!)
      .describe('What the items are sorted by; `-` for the other way round'),
    ...(Object.fromEntries(optional) as Optional),
  });
}

async function readPage<Row extends object, Item>(
  tx: Transaction,
  { filters, sorts }: ListDeclaration<Filters, string>,
  { limit, cursor, sort, ...asked }: Query<Filters>,
  { select, parameters = [], itemOf }: Source<Row, Item>,
): Promise<Page<Item>> {
  const columns = sorts[sort.replace(/^-/, '')]!.map((column) => `listed.${column}`);
  const [beyond, order] = DIRECTIONS[sort.startsWith('-') ? 'down' : 'up'];
  const given = Object.keys(filters).filter((name) => asked[name] !== undefined);
  const boundTo = [select, parameters, sort, ...given.map((name) => [name, asked[name]])];
  const sent = [...parameters];
  const place = (value: unknown) => `$${sent.push(value)}`;
  const conditions = given.map((name) => `${filters[name]![0]} = ${place(asked[name])}`);
  if (cursor !== undefined) {
    const values = valuesOf(cursor, boundTo);
    if (values.length !== columns.length) throw cursorInvalid();
    conditions.push(`(${columns.join(', ')}) ${beyond} (${values.map(place).join(', ')})`);
  }
  const rows = await tx
    .query<Row & { listedAt: string[] }>(
      `select listed.*, array[${columns.map((column) => `${column}::text`).join(', ')}] as "listedAt"
       from (${select}) listed ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}
       order by ${columns.map((column) => `${column} ${order}`).join(', ')} limit ${place(limit + 1)}`,
      sent,
    )
    .catch((error: unknown) => {
      throw cursor !== undefined && isBadValue(error) ? cursorInvalid() : error;
    });
  const shown = rows.slice(0, limit);
  const items = shown.map(({ listedAt: _listedAt, ...row }) => itemOf(row as unknown as Row));
  return rows.length > limit ? { items, nextCursor: cursorAt(shown.at(-1)!.listedAt, boundTo) } : { items };
}

/** SQLSTATE class 22: a cursor that somebody has made by hand holds what is no value of its column. */
function isBadValue(error: unknown): boolean {
  const { code } = ((error instanceof Error && innerError(error)) || error || {}) as { code?: unknown };
  return typeof code === 'string' && code.startsWith('22');
}
