import { z } from 'zod';
import { id } from '#contracts';
import type { Transaction } from '#database';
import { commonProblems, Problem } from '#runtime';
import type { Aggregate, AnyState } from './aggregate.js';
import { componentName, idsName, MAX_BATCH } from './batch-names.js';

/** A list as `listOf` of #runtime declares it, as far as a batch selects by it. */
interface SelectingList {
  readonly filter: z.ZodObject;
  keys(tx: Transaction, asked: object, source: SelectedSource, column: string, atMost: number): Promise<string[]>; // prettier-ignore
}
interface SelectedSource {
  readonly select: string;
  readonly parameters?: readonly unknown[];
}

/** @param source what the list is read of, in a transaction */
interface Selection {
  readonly list: SelectingList;
  readonly source: (tx: Transaction) => SelectedSource;
  readonly filter: z.ZodObject;
}

const selections = new Map<string, Selection>();

/** Says by which list the batches of an aggregate name their records where they give no ids; `aggregateList` does so by itself. */
export function selectedBy<State extends AnyState>(
  { name }: Aggregate<State>,
  list: SelectingList,
  source: Selection['source'],
): void {
  const filter = list.filter.meta({ id: componentName(`${name}-selection`) });
  selections.set(name, { list, source, filter });
}

function selectionOf({ name }: Aggregate): Selection {
  const selection = selections.get(name);
  if (!selection) throw new Error(`Say by which list batches select each ${name}: selectedBy.`);
  return selection;
}

/**
 * Body of a batch: `registrationIds` or the like; or `filter`, as the list takes it, with `expectedCount`, which whoever asks has
 * read there: where another number is left by now, nothing is done.
 */
export function batchBody(aggregate: Aggregate, input: z.ZodRawShape, name: string): z.ZodObject {
  const ids = idsName(aggregate);
  return z
    .strictObject({
      [ids]: z.array(id).min(1).max(MAX_BATCH).optional(),
      filter: selectionOf(aggregate).filter.optional(),
      expectedCount: z
        .int()
        .min(1)
        .max(MAX_BATCH)
        .optional()
        .meta({ description: 'With `filter`: how many records it leaves, as the list counts them' }),
      ...input,
    })
    .superRefine((body, context) => {
      const { filter, expectedCount } = body as { filter?: unknown; expectedCount?: unknown };
      if (filter !== undefined && expectedCount === undefined)
        context.addIssue(missing('expectedCount', '按条件选择时须填写预计条数'));
      if ((filter === undefined) === ((body as Record<string, unknown>)[ids] === undefined))
        context.addIssue(missing(ids, '须指定记录编号或筛选条件，且只能二选一'));
    })
    .meta({
      id: componentName(name),
      oneOf: [{ required: [ids] }, { required: ['filter', 'expectedCount'] }],
    });
}

const missing = (field: string, message: string) => ({
  code: 'custom' as const,
  path: [field],
  message,
  params: { code: 'ids-or-filter' },
});

/** What the body of a batch says beside which records it is about. */
export function withoutSelection<Input>(aggregate: Aggregate, body: Input): Input {
  const { [idsName(aggregate)]: _ids, filter: _filter, expectedCount: _count, ...input } = body as object & Record<string, unknown>; // prettier-ignore
  return input as Input;
}

/**
 * Ids of the records that the body of a batch names, each once.
 * @throws Problem 409 selection-changed where the filter leaves another number than was expected
 */
export async function selectedIds(tx: Transaction, aggregate: Aggregate, body: object): Promise<string[]> {
  const { [idsName(aggregate)]: ids, filter, expectedCount } = body as Readonly<Record<string, unknown>>;
  if (ids) return [...new Set(ids as string[])];
  const { list, source } = selectionOf(aggregate);
  const found = await list.keys(tx, filter as object, source(tx), aggregate.idColumn, MAX_BATCH + 1);
  if (found.length === expectedCount) return found;
  const count = found.length > MAX_BATCH ? `${MAX_BATCH} +` : String(found.length);
  throw new Problem(commonProblems['selection-changed'], {
    title: `符合条件的记录现有 ${count} 条，与预计条数不符，未作处理`,
    detail: `The filter leaves ${count} records now, which is not the expected count; nothing was done.`,
  });
}
