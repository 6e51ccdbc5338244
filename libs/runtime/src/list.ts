import { setImmediate as nextTurn } from 'node:timers/promises';
import { innerError, type Transaction } from '#database';
import { z } from 'zod';
import { commonProblems } from './common-problems.js';
import { cursorAt, cursorInvalid, valuesOf } from './cursor.js';
import { conditionsOf, type Filters, parametersOf } from './list-filters.js';
import { MAX_COUNTED, type Page } from './paging.js';
import { Problem } from './problem.js';
import { writeWorkbook } from './workbook.js';

type Columns = readonly [string, ...string[]];

export interface ListDeclaration<F extends Filters, Sort extends string, Field extends string = never> {
  /** what may be asked for, by the name of the query parameter */
  readonly filters: F;
  /** by name, the columns that together order the rows completely; none may be null, an index has to serve them */
  readonly sorts: Readonly<Record<Sort, Columns>>;
  /** one of `sorts`, with `-` for the other way round; the first of them when not given */
  readonly defaultSort?: NoInfer<Sort | `-${Sort}`>;
  /** for {@link listOf}'s `workbook`: name of the sheet, and by field of an item the Chinese title of its column */
  readonly workbook?: {
    readonly sheet: string;
    readonly columns: Readonly<Record<Field, string | { readonly title: string; readonly values: Labels }>>;
  };
}

/** What a code is called, for who reads a workbook. */
type Labels = Readonly<Record<string, string>>;

type Query = Readonly<Record<string, unknown>> & {
  readonly limit: number;
  readonly cursor?: string;
  readonly sort: string;
  readonly total?: boolean;
};
type ExportQuery = Readonly<Record<string, unknown>> & { readonly sort: string };

interface Selected {
  /** a select without order and limit, whose output has the columns of the declaration */
  readonly select: string;
  /** `$1` and so on of `select` */
  readonly parameters?: readonly unknown[];
}

/** What a page is read of. */
export interface Source<Row, Item> extends Selected {
  /** a select from `listed`, the rows of the page: what they show and is neither filtered nor sorted by is read for them alone */
  readonly shown?: string;
  readonly itemOf: (row: Row) => Item;
}

/** Items of a workbook at most; more would be no list that a person reads. */
export const MAX_EXPORTED = 10_000;

/**
 * A list that pages by cursor, filters and sorts by what it allows: the schema of its query, and the reading of a page.
 * A page begins after the last row of the one before (keyset), so that it costs the same wherever it lies, and rows that
 * come meanwhile move none to another page. `total=true` counts as well, up to {@link MAX_COUNTED}: nobody else pays.
 * `workbook` answers all that the filters leave as a workbook, of the items as a page shows them, masked alike.
 * @example
 * const cases = listOf({
 *   filters: { schoolCode: ['school_code', schoolCode], state: several('state', CaseState), openedOn: range('opened_on', day) },
 *   sorts: { registrationId: ['registration_id'] },
 *   workbook: { sheet: '就业跟踪', columns: { schoolCode: '院校代码', state: { title: '状态', values: STATES } } },
 * });
 * `@Query({ schema: cases.query }) query: z.infer<typeof cases.query>`
 * cases.page(tx, query, { select: 'select * from cases', itemOf: viewOf })
 * `@Query({ schema: cases.exportQuery })`, then within `commands.look`, so that it is written down:
 * cases.workbook(tx, query, { select: 'select * from cases', itemOf: viewOf })
 */
export function listOf<
  const F extends Filters,
  const Sort extends string,
  const Field extends string = never,
>(declared: ListDeclaration<F, Sort, Field>) {
  const query = querySchema(declared);
  return {
    query,
    page: <Row extends object, Item>(tx: Transaction, asked: Query, source: Source<Row, Item>) =>
      readPage(tx, declared, asked, source),
    /** The filters alone, as the body of a batch has them that selects by them. */
    filter: z.strictObject(parametersOf(declared.filters)) as z.ZodObject,
    /** Values of a column, in its order and at most so many, of those that the filters leave. */
    keys: (tx: Transaction, asked: object, source: Selected, column: string, atMost: number) =>
      readKeys(tx, declared.filters, { asked, source, column, atMost }),
    /** The query without what only pages have. */
    exportQuery: query.omit({ limit: true, cursor: true, total: true }),
    /** All that the filters leave, for an export in a layout of its own. @throws Problem 422 as {@link workbook} */
    all: <Row extends object, Item>(tx: Transaction, asked: ExportQuery, source: Source<Row, Item>) =>
      readAll(tx, declared, asked, source),
    /** @throws Problem 422 too-many-to-export for more than {@link MAX_EXPORTED} */
    workbook: <Row extends object, Item extends { readonly [Name in Field]?: unknown }>(
      tx: Transaction,
      asked: ExportQuery,
      source: Source<Row, Item>,
    ) => exported(tx, declared, asked, source),
  };
}

const DIRECTIONS = { up: ['>', 'asc'], down: ['<', 'desc'] } as const;

function querySchema<F extends Filters, Sort extends string>({
  filters,
  sorts,
  defaultSort,
}: Omit<ListDeclaration<F, Sort>, 'workbook'>) {
  const names = Object.keys(sorts);
  const allowed = names.flatMap((name) => [name, `-${name}`]);
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
    total: z
      .stringbool()
      .default(false)
      .meta({ description: `true: \`total\` tells how many there are, counted up to ${MAX_COUNTED}` }),
    ...parametersOf(filters),
  });
}

/** What the filters leave, as the conditions of a statement and the values that it is sent. */
function filtered(
  filters: Filters,
  asked: Readonly<Record<string, unknown>>,
  parameters: readonly unknown[],
) {
  const sent = [...parameters];
  const place = (value: unknown) => `$${sent.push(value)}`;
  const conditions = Object.entries(filters).flatMap(([name, filter]) =>
    conditionsOf(name, filter, asked, place),
  );
  return { conditions, sent, place };
}

const where = (conditions: readonly string[]) =>
  conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';

async function readPage<Row extends object, Item>(
  tx: Transaction,
  { filters, sorts }: Pick<ListDeclaration<Filters, string>, 'filters' | 'sorts'>,
  { limit, cursor, sort, total, ...asked }: Query,
  { select, parameters = [], shown: show = 'select * from listed', itemOf }: Source<Row, Item>,
): Promise<Page<Item>> {
  const columns = sorts[sort.replace(/^-/, '')]!.map((column) => `listed.${column}`);
  const [beyond, order] = DIRECTIONS[sort.startsWith('-') ? 'down' : 'up'];
  const given = Object.entries(asked).filter(([, value]) => value !== undefined);
  const boundTo = [select, parameters, sort, ...given];
  const { conditions, sent, place } = filtered(filters, asked, parameters);
  const counted = total ? await count(tx, select, where(conditions), [...sent]) : undefined;
  if (cursor !== undefined) {
    const values = valuesOf(cursor, boundTo);
    if (values.length !== columns.length) throw cursorInvalid();
    conditions.push(`(${columns.join(', ')}) ${beyond} (${values.map(place).join(', ')})`);
  }
  const inOrder = `order by ${columns.map((column) => `${column} ${order}`).join(', ')}`;
  const rows = await tx
    .query<Row & { listedAt: string[] }>(
      `with listed as (
         select listed.*, array[${columns.map((column) => `${column}::text`).join(', ')}] as "listedAt"
         from (${select}) listed ${where(conditions)} ${inOrder} limit ${place(limit + 1)})
       ${show} ${inOrder}`,
      sent,
    )
    .catch((error: unknown) => {
      throw cursor !== undefined && isBadValue(error) ? cursorInvalid() : error;
    });
  const shown = rows.slice(0, limit);
  const items = shown.map(({ listedAt: _listedAt, ...row }) => itemOf(row as unknown as Row));
  const nextCursor = rows.length > limit ? cursorAt(shown.at(-1)!.listedAt, boundTo) : undefined;
  return { items, ...(nextCursor && { nextCursor }), ...(counted && { total: counted }) };
}

async function readKeys(
  tx: Transaction,
  filters: Filters,
  { asked, source, column, atMost }: { asked: object; source: Selected; column: string; atMost: number },
): Promise<string[]> {
  const { conditions, sent, place } = filtered(filters, { ...asked }, source.parameters ?? []);
  const rows = await tx.query<{ key: string }>(
    `select ${column}::text as key from (${source.select}) listed ${where(conditions)}
     order by ${column} limit ${place(atMost)}`,
    sent,
  );
  return rows.map(({ key }) => key);
}

async function count(tx: Transaction, select: string, filter: string, sent: unknown[]) {
  const [row] = await tx.query<{ n: number }>(
    `select count(*)::int as n from (select from (${select}) listed ${filter} limit ${MAX_COUNTED + 1}) counted`,
    sent,
  );
  const n = row!.n;
  return { count: Math.min(n, MAX_COUNTED), atLeast: n > MAX_COUNTED };
}

/** SQLSTATE class 22: a cursor that somebody has made by hand holds what is no value of its column. */
function isBadValue(error: unknown): boolean {
  const { code } = ((error instanceof Error && innerError(error)) || error || {}) as { code?: unknown };
  return typeof code === 'string' && code.startsWith('22');
}

async function* readAll<Row extends object, Item>(
  tx: Transaction,
  declared: Pick<ListDeclaration<Filters, string>, 'filters' | 'sorts'>,
  asked: ExportQuery,
  source: Source<Row, Item>,
): AsyncGenerator<Item> {
  const filter = filtered(declared.filters, asked, source.parameters ?? []);
  const { count: items, atLeast } = await count(tx, source.select, where(filter.conditions), filter.sent);
  if (atLeast || items > MAX_EXPORTED) throw new Problem(commonProblems['too-many-to-export']);
  let cursor: string | undefined;
  do {
    const page = await readPage(tx, declared, { ...asked, limit: 1000, cursor }, source);
    yield* page.items;
    cursor = page.nextCursor;
    await nextTurn();
  } while (cursor);
}

async function exported<Row extends object, Item>(
  tx: Transaction,
  declared: ListDeclaration<Filters, string, string>,
  asked: ExportQuery,
  source: Source<Row, Item>,
): Promise<Buffer> {
  const { sheet, columns } = declared.workbook!;
  return writeWorkbook(async (workbook) => {
    const written = workbook.addWorksheet(sheet, { views: [{ state: 'frozen', ySplit: 1 }] });
    const titles = Object.values(columns).map((column) =>
      typeof column === 'string' ? column : column.title,
    );
    written.columns = titles.map((title) => ({ header: title, width: Math.max(14, title.length * 2 + 4) }));
    written.getRow(1).font = { bold: true };
    for await (const item of readAll(tx, declared, asked, source))
      written.addRow(cellsOf(item, columns)).commit();
    written.commit();
  });
}

/** Text stays text, also where it begins like a formula: exceljs writes it as a string. */
function cellsOf<Item>(
  item: Item,
  columns: NonNullable<ListDeclaration<Filters, string, string>['workbook']>['columns'],
): (string | number | undefined)[] {
  return Object.entries(columns).map(([field, column]) => {
    const value = (item as Readonly<Record<string, unknown>>)[field];
    const called = (each: unknown) =>
      typeof column === 'string' ? String(each) : (column.values[String(each)] ?? String(each));
    if (value === undefined || value === null) return undefined;
    if (Array.isArray(value)) return value.map(called).join('；');
    return typeof value === 'number' ? value : called(value);
  });
}
