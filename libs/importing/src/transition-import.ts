import { Inject } from '@nestjs/common';
import { type Aggregate, type AnyState, decide, type Transition, Transitions } from '#aggregates';
import type { Transaction } from '#database';
import { reachOf, Sealer } from '#security';
import { type Columns, type RowError, rowError, type RowOf } from './columns.js';
import { importController } from './import.controller.js';
import type { FieldFault, ImportRules, ValidRow } from './import-rules.js';
import { nextChunk } from './jobs/chunks.js';
import { importerOf, type ImportJob } from './jobs/import-job.js';
import { checkRows } from './reading/check-rows.js';

type Find<C extends Columns> = (row: ValidRow<RowOf<C>>) => string | undefined;

/** What a file for a batch of transitions holds: a row for each record that it is about. */
export interface TransitionFile<C extends Columns, State, Things> extends Pick<
  ImportRules<C>,
  'columns' | 'sheet' | 'checkRow'
> {
  /** the column that names the record, by a unique property of it such as `studentNo`; the others are the input */
  readonly key: keyof C & string;
  /** Finds the ids of the records, where rows name them otherwise than by the property `key`; for all rows at once. */
  readonly find?: (tx: Transaction, rows: readonly ValidRow<RowOf<C>>[], given: Things) => Promise<Find<C>>;
  /** What a row says of its record beside the key, held against it: a cell that slipped is not taken for another one. */
  readonly differs?: (state: State, values: RowOf<C>) => FieldFault<C> | undefined;
}

/**
 * The import of a batch transition: its roles, rule and refusals are those of the transition. Each row is tried at the
 * check, and taken at the commit in the name of who uploaded the file; see {@link importController} for the routes.
 * @example
 * @Controller('status-changes/imports')
 * export class StatusChangeImport extends transitionImport(requestStatusChanges, { columns, sheet: '异动', key: 'studentNo' }) {
 *   constructor(@Inject(RULES) rules: Rules) {
 *     super({ rules });
 *   }
 * }
 */
export function transitionImport<C extends Columns, State extends AnyState, Things>(
  transition: Transition<State, any, Things>,
  {
    key,
    find = byProperty<C, State>(transition.aggregate, key),
    differs,
    ...file
  }: TransitionFile<C, State, Things>,
) {
  const { aggregate, refusals, roles } = transition;
  // A job keeps the school of who uploaded it and no district: it would act for the whole city.
  if (roles.some((role) => reachOf(role) === 'district'))
    throw new Error(`${transition.name} is open to districts, and is not imported.`);

  const error = (row: number, code: string, message = refusals[code]!.title) =>
    rowError(file.columns, row, key, { code, message });

  class TransitionImport extends importController<C>(...transition.roles) {
    readonly kind: string = transition.name;
    readonly rules = { ...file, uniqueBy: [key] };
    @Inject() private readonly transitions!: Transitions;
    @Inject() private readonly sealer!: Sealer;
    private readonly lockedIn = new WeakSet<Transaction>();

    constructor(private readonly given: Things) {
      super();
    }

    async refusals(tx: Transaction, rows: ValidRow<RowOf<C>>[], job: ImportJob): Promise<RowError[]> {
      const { states, inputOf, unfit, errorOf } = await this.look(tx, rows);
      const taking = { actor: importerOf(job), given: this.given };
      const { refused } = await decide(tx, transition, states, inputOf, taking);
      return [...unfit, ...refused.map(errorOf)];
    }

    async store(tx: Transaction, rows: ValidRow<RowOf<C>>[], job: ImportJob): Promise<RowError[]> {
      if (job.mode === 'ALL_OR_NOTHING' && !this.lockedIn.has(tx)) await this.lockWholeFile(tx, job);
      const { states, inputOf, unfit, errorOf } = await this.look(tx, rows);
      const taking = { actor: importerOf(job), given: this.given };
      const { refused } = await this.transitions.take(tx, transition, states, inputOf, taking);
      return [...unfit, ...refused.map(errorOf)];
    }

    /**
     * The pieces of a whole file come in its order, and stay locked together. So all that it names is locked before the
     * first of them, in the order of ids as every batch locks: the two cannot deadlock.
     */
    private async lockWholeFile(tx: Transaction, { importId }: ImportJob): Promise<void> {
      const ids: string[] = [];
      for (let last = -1; ;) {
        const chunk = await nextChunk(tx, this.sealer, importId, 'CHECKED', last);
        if (!chunk) break;
        const { valid } = checkRows(chunk.rows, this.rules);
        const idOf = await find(tx, valid, this.given);
        ids.push(...valid.flatMap((each) => idOf(each) ?? []));
        last = chunk.chunk;
      }
      const { table, idColumn } = aggregate;
      await tx.query(`select from ${table} where ${idColumn} = any($1) order by ${idColumn} for update`, [
        ids,
      ]);
      this.lockedIn.add(tx);
    }

    /** Locks the records that the rows name. */
    private async look(tx: Transaction, rows: ValidRow<RowOf<C>>[]) {
      const idOf = await find(tx, rows, this.given);
      const byId = new Map<string, ValidRow<RowOf<C>>>();
      const unfit: RowError[] = [];
      for (const each of rows) {
        const id = idOf(each);
        if (id === undefined) unfit.push(error(each.row, 'not-found'));
        else if (byId.has(id)) unfit.push(error(each.row, 'duplicate-in-file', '与本文件其他行为同一记录'));
        else byId.set(id, each);
      }
      const locked = new Map((await aggregate.lock(tx, [...byId.keys()])).map((state) => [aggregate.idOf(state), state])); // prettier-ignore
      for (const [id, { row }] of byId) if (!locked.has(id)) unfit.push(error(row, 'not-found'));
      const rowOf = (state: State) => byId.get(aggregate.idOf(state))!;
      const states = [...locked.values()].filter((state) => {
        const { row, values } = rowOf(state);
        const fault = differs?.(state, values);
        if (fault) unfit.push(rowError(file.columns, row, fault.field, fault));
        return !fault;
      });
      return {
        states,
        inputOf: (state: State) => rowOf(state).values,
        unfit,
        errorOf: ({ id, code }: { id: string; code: string }) => error(byId.get(id)!.row, code),
      };
    }
  }
  return TransitionImport;
}

/** Finds records by a unique property of theirs. */
function byProperty<C extends Columns, State extends AnyState>(
  { columns, idColumn, table }: Aggregate<State>,
  key: keyof C & string,
) {
  return async (tx: Transaction, rows: readonly ValidRow<RowOf<C>>[]): Promise<Find<C>> => {
    const { name } = columns.find(({ path }) => path.length === 1 && path[0] === key)!;
    const found = await tx.query<{ id: string; key: string }>(
      `select ${idColumn}::text as id, ${name}::text as key from ${table} where ${name} = any($1)`,
      [rows.map(({ values }) => values[key])],
    );
    const ids = new Map(found.map((each) => [each.key, each.id]));
    return ({ values }) => ids.get(values[key] as string);
  };
}
