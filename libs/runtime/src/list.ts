import type { Transaction } from '#database';
import { z } from 'zod';
import type { ExportQuery, ListDeclaration, Query, Selected, Source } from './list-declaration.js';
import { type Filters, parametersOf } from './list-filters.js';
import { readAll, readKeys, readPage } from './list-pages.js';
import { exported } from './list-workbook.js';
import { MAX_COUNTED } from './paging.js';

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
