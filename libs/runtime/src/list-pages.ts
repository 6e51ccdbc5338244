import { setImmediate as nextTurn } from 'node:timers/promises';
import { innerError, type Transaction } from '#database';
import { commonProblems } from './common-problems.js';
import { cursorAt, cursorInvalid, valuesOf } from './cursor.js';
import type { AnyList, ExportQuery, Query, Selected, Source } from './list-declaration.js';
import { conditionsOf, type Filters } from './list-filters.js';
import { MAX_COUNTED, type Page } from './paging.js';
import { Problem } from './problem.js';

/** Items of an export at most; more would be no list that a person reads. */
export const MAX_EXPORTED = 10_000;

const DIRECTIONS = { up: ['>', 'asc'], down: ['<', 'desc'] } as const;

export async function readPage<Row extends object, Item>(
  tx: Transaction,
  { filters, sorts }: AnyList,
  { limit, cursor, sort, total, ...asked }: Query,
  { select, parameters = [], shown: show, itemOf }: Source<Row, Item>,
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
    const places = values.map(place);
    conditions.push(`(${columns.join(', ')}) ${beyond} (${places.join(', ')})`);
    // Where the columns are of two tables, an index finds the beginning of the page by the first alone.
    if (columns.length > 1) conditions.push(`${columns[0]} ${beyond}= ${places[0]}`);
  }
  const inOrder = `order by ${columns.map((column) => `${column} ${order}`).join(', ')}`;
  const read = show ? columns.join(', ') : 'listed.*';
  const rows = await tx
    .query<Row & { listedAt: string[] }>(
      `with listed as (
         select ${read}, array[${columns.map((column) => `${column}::text`).join(', ')}] as "listedAt"
         from (${select}) listed ${where(conditions)} ${inOrder} limit ${place(limit + 1)})
       ${show ?? 'select * from listed'} ${inOrder}`,
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

/** Values of a column, in its order. */
export async function readKeys(
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

/** All that the filters leave. @throws Problem 422 for more than {@link MAX_EXPORTED} */
export async function* readAll<Row extends object, Item>(
  tx: Transaction,
  declared: AnyList,
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
