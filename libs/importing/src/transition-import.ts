import { Inject } from '@nestjs/common';
import { decide, type Transition, Transitions } from '#aggregates';
import type { Transaction } from '#database';
import { reachOf, Sealer } from '#security';
import { type Columns, type RowError, rowError, type RowOf } from './columns.js';
import { importController } from './import.controller.js';
import type { ValidRow } from './import-rules.js';
import { nextChunk } from './jobs/chunks.js';
import { importerOf, type ImportJob } from './jobs/import-job.js';

/** What a file for a batch of transitions holds: a row for each record that it is about. */
export interface TransitionFile<C extends Columns> {
  readonly columns: C;
  /** name of the sheet in the template */
  readonly sheet: string;
  /** the column that names the record, by a unique property of it such as `studentNo`; the others are the input */
  readonly key: keyof C & string;
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
export function transitionImport<C extends Columns, Things>(
  transition: Transition<any, any, Things>,
  { columns, sheet, key }: TransitionFile<C>,
) {
  const { aggregate, refusals, roles } = transition;
  // A job keeps the school of who uploaded it and no district: it would act for the whole city.
  if (roles.some((role) => reachOf(role) === 'district'))
    throw new Error(`${transition.name} is open to districts, and is not imported.`);
  const keyColumn = aggregate.columns.find(({ path }) => path.length === 1 && path[0] === key)!.name;

  const error = (row: number, code: string) =>
    rowError(columns, row, key, { code, message: refusals[code]!.title });

  class TransitionImport extends importController<C>(...transition.roles) {
    readonly kind: string = transition.name;
    readonly rules = { columns, sheet, uniqueBy: [key] };
    @Inject() private readonly transitions!: Transitions;
    @Inject() private readonly sealer!: Sealer;
    private readonly lockedIn = new WeakSet<Transaction>();

    constructor(private readonly given: Things) {
      super();
    }

    async refusals(tx: Transaction, rows: ValidRow<RowOf<C>>[], job: ImportJob): Promise<RowError[]> {
      const { states, inputOf, missing, errorOf } = await this.look(tx, rows);
      const taking = { actor: importerOf(job), given: this.given };
      const { refused } = await decide(tx, transition, states, inputOf, taking);
      return [...missing, ...refused.map(errorOf)];
    }

    async store(tx: Transaction, rows: ValidRow<RowOf<C>>[], job: ImportJob): Promise<RowError[]> {
      if (job.mode === 'ALL_OR_NOTHING' && !this.lockedIn.has(tx)) await this.lockWholeFile(tx, job);
      const { states, inputOf, missing, errorOf } = await this.look(tx, rows);
      const taking = { actor: importerOf(job), given: this.given };
      const { refused } = await this.transitions.take(tx, transition, states, inputOf, taking);
      return [...missing, ...refused.map(errorOf)];
    }

    /**
     * The pieces of a whole file come in its order, and stay locked together. So all that it names is locked before the
     * first of them, in the order of ids as every batch locks: the two cannot deadlock.
     */
    private async lockWholeFile(tx: Transaction, { importId }: ImportJob): Promise<void> {
      const keys: string[] = [];
      for (let last = -1; ;) {
        const chunk = await nextChunk(tx, this.sealer, importId, 'CHECKED', last);
        if (!chunk) break;
        keys.push(...chunk.rows.map(({ cells }) => cells[key]!));
        last = chunk.chunk;
      }
      const { table, idColumn } = aggregate;
      await tx.query(`select from ${table} where ${keyColumn} = any($1) order by ${idColumn} for update`, [
        keys,
      ]);
      this.lockedIn.add(tx);
    }

    /** Locks the records that the rows name. */
    private async look(tx: Transaction, rows: ValidRow<RowOf<C>>[]) {
      const byKey = new Map(rows.map((each) => [each.values[key] as string, each]));
      const found = await tx.query<{ id: string; key: string }>(
        `select ${aggregate.idColumn}::text as id, ${keyColumn}::text as key from ${aggregate.table}
         where ${keyColumn} = any($1)`,
        [[...byKey.keys()]],
      );
      const byId = new Map(found.map((each) => [each.id, byKey.get(each.key)!]));
      const known = new Set(byId.values());
      return {
        states: await aggregate.lock(tx, [...byId.keys()]),
        inputOf: (state: unknown) => byId.get(aggregate.idOf(state))!.values,
        missing: rows.flatMap((each) => (known.has(each) ? [] : error(each.row, 'not-found'))),
        errorOf: ({ id, code }: { id: string; code: string }) => error(byId.get(id)!.row, code),
      };
    }
  }
  return TransitionImport;
}
