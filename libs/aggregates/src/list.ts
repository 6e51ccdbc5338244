import { z } from 'zod';
import { schoolCode } from '#contracts';
import type { Transaction } from '#database';
import { type Filters, listOf, type Page, pageOf, several } from '#runtime';
import type { Aggregate, AnyState } from './aggregate.js';
import { selectedBy } from './selection.js';

/** A list of aggregates as they are: their properties but for those that are kept inside. */
export interface AggregateList<State extends AnyState = any> {
  readonly query: z.ZodType<any>;
  /** of one of them, for the answer of a command */
  readonly view: z.ZodType<any>;
  readonly page: z.ZodType;
  read(tx: Transaction, query: z.output<this['query']>): Promise<Page<Partial<State>>>;
}

/**
 * Declares the list of an aggregate: by state, by school, and by further filters as in `listOf` of #runtime; in the order
 * of ids.
 * @param component name of the view in OpenAPI
 * @example
 * export const changeList = aggregateList(statusChanges, {
 *   component: 'StatusChange', filters: { registrationId: ['registration_id', id] },
 * });
 */
export function aggregateList<State extends AnyState>(
  aggregate: Aggregate<State>,
  { component, filters }: { readonly component: string; readonly filters: Filters },
): AggregateList<State> {
  const { table, id, idColumn, schoolColumn, stateColumn, shape, selected, stateOf } = aggregate;
  const list = listOf({
    filters: {
      ...(stateColumn && { [stateColumn]: several(stateColumn, shape[stateColumn]!) }),
      ...(schoolColumn && { schoolCode: [schoolColumn, schoolCode] }),
      ...filters,
    },
    sorts: { [id]: [idColumn] },
  });
  const select = `select ${selected} from ${table}`;
  selectedBy(aggregate, list, () => ({ select }));
  const view = z.object(shape).meta({ id: component });
  return {
    query: list.query,
    view,
    page: pageOf(view).meta({ id: `${component}Page` }),
    read: (tx, query) =>
      list.page(tx, query as never, {
        select,
        itemOf: (row: Record<string, unknown>) => view.parse(stateOf(row)) as Partial<State>,
      }),
  };
}
