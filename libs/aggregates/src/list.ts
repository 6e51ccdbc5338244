import { z } from 'zod';
import type { Transaction } from '#database';
import { listOf, type Page, pageOf } from '#runtime';
import type { Aggregate, AnyState } from './aggregate.js';

/** A list of aggregates as they are: their properties but for those that are kept inside. */
export interface AggregateList<State extends AnyState = any> {
  readonly query: z.ZodType<any>;
  readonly view: z.ZodObject;
  readonly page: z.ZodType;
  read(tx: Transaction, query: z.output<this['query']>): Promise<Page<Partial<State>>>;
}

/**
 * Declares the list of an aggregate: filters and sorts as in `listOf` of #runtime, and what of a state is shown.
 * @param component name of the view in OpenAPI
 * @param hidden properties that no answer holds
 * @example
 * export const changeList = aggregateList(statusChanges, {
 *   component: 'StatusChange', filters: { state: ['state', z.enum(STATES)] }, sorts: { changeId: ['change_id'] },
 * });
 */
export function aggregateList<State extends AnyState>(
  aggregate: Aggregate<State>,
  {
    component,
    hidden = [],
    ...declared
  }: Parameters<typeof listOf>[0] & { component: string; hidden?: readonly (keyof State & string)[] },
): AggregateList<State> {
  const list = listOf(declared);
  const shape = { ...aggregate.shape };
  for (const property of hidden) delete shape[property];
  const view = z.object(shape).meta({ id: component });
  return {
    query: list.query,
    view,
    page: pageOf(view).meta({ id: `${component}Page` }),
    read: (tx, query) =>
      list.page(tx, query as never, {
        select: `select ${aggregate.selected} from ${aggregate.table}`,
        itemOf: (row) => view.parse(aggregate.stateOf(row as never)) as Partial<State>,
      }),
  };
}
