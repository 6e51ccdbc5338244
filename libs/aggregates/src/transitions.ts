import { Injectable } from '@nestjs/common';
import { AuditLog, Commands, type CommandTransaction } from '#commands';
import { type Transaction, Transactions } from '#database';
import { Outbox } from '#messaging';
import { type Page, Problem } from '#runtime';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import type { z } from 'zod';
import type { Aggregate, AnyState } from './aggregate.js';
import { idsName } from './batch-names.js';
import { decide, type InputFor, type Refused, type Taking } from './decide.js';
import type { AggregateList } from './list.js';
import type { BatchOutcome } from './route.js';
import { whyNotLocked } from './missing.js';
import { changeOf, type NewVersion, save, type SaveOptions, type Step } from './save.js';
import type { AggregateStep } from './step.js';
import { selectedIds, withoutSelection } from './selection.js';
import type { Transition } from './transition.js';

/** Runs steps: locks, decides, and writes rows, history, outbox and audit, set-based and in one transaction. */
@Injectable()
export class Transitions {
  constructor(
    private readonly commands: Commands,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly transactions: Transactions,
  ) {}

  /** A page of a list, under the scope of who asks. @throws Problem 403 where a school asks for another one's */
  page<State extends AnyState>(
    list: AggregateList<State>,
    query: z.output<AggregateList<State>['query']>,
    actor: Actor,
  ): Promise<Page<unknown>> {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, (query as { schoolCode?: string }).schoolCode);
    return this.transactions.run(scope, (tx) => list.read(tx, query));
  }

  /**
   * A command on one record. The answer is what `show` reads in the same transaction, and is given again for the same
   * `Idempotency-Key`.
   * @throws Problem 404, or the refusal of the rule
   */
  one<State extends AnyState, Input, Things, View>(
    transition: Transition<State, Input, Things>,
    id: string,
    { input, actor, given }: { input: Input; actor: Actor; given?: Things },
    show: (tx: Transaction, state: State) => Promise<View>,
  ): Promise<View> {
    return this.commands.run(actor, transition.action, async (tx) => {
      const [state] = await transition.aggregate.lock(tx, [id]);
      const { saved, refused }: { saved: State[]; refused: Refused[] } = state
        ? await this.take(tx, transition, [state], input, { actor, given })
        : { saved: [], refused: [{ id, code: (await whyNotLocked(tx, transition.aggregate, [id]))(id) }] };
      if (refused[0]) throw new Problem(transition.refusals[refused[0].code]!, refused[0].words);
      return show(tx, saved[0] ?? state!);
    });
  }

  /**
   * A command on many records: those that are refused are named with the reason, the others are done.
   * @throws Problem 409 selection-changed
   */
  batch<State extends AnyState, Input, Things>(
    transition: Transition<State, Input, Things>,
    body: Input,
    { actor, given }: { actor: Actor; given?: Things },
  ): Promise<BatchOutcome> {
    const { aggregate, creates = aggregate, action, refusals } = transition;
    return this.commands.run(actor, action, async (tx) => {
      const ids = await selectedIds(tx, aggregate, body as object);
      const states = await aggregate.lock(tx, ids);
      const found = new Set(states.map((state) => aggregate.idOf(state)));
      const taken = await this.take(tx, transition, states, withoutSelection(aggregate, body), {
        actor,
        given,
      });
      const missing = ids.filter((id) => !found.has(id));
      const codeOf = await whyNotLocked(tx, aggregate, missing);
      const refusalOf = new Map(
        [...taken.refused, ...missing.map((id): Refused => ({ id, code: codeOf(id) }))].map((each) => [
          each.id,
          each,
        ]),
      );
      const refused = ids.flatMap((id) => {
        const { code, words } = refusalOf.get(id) ?? {};
        const { title, detail } = { ...refusals[code ?? '']!, ...words };
        return code ? { id, code, title, detail } : [];
      });
      tx.refused(aggregate.name, refused);
      const done = transition.creates
        ? taken.saved.map((state) => creates.idOf(state))
        : ids.filter((id) => !refusalOf.has(id));
      return { accepted: done.length, [idsName(creates)]: done, refused };
    });
  }

  /**
   * Takes a step with states that the caller has locked, in the transaction of a reaction, a job or a larger command.
   * Refused ones stay as they are; the caller decides whether that matters.
   */
  async take<State extends AnyState, Input, Things>(
    tx: Transaction | CommandTransaction,
    step: AggregateStep<State, Input, Things>,
    states: readonly State[],
    input: InputFor<State, Input>,
    { actor, causeOf, given }: Taking<Things> = {},
  ): Promise<{ readonly saved: State[]; readonly refused: Refused[] }> {
    const { aggregate, creates = aggregate } = step;
    const { accepted, refused, context, inputOf } = await decide(tx, step, states, input, { actor, given });
    const completed = await step.complete?.(tx, accepted.map(({ after }) => after), context); // prettier-ignore
    const versions = accepted.map(({ before, standing, after }, at): NewVersion<AnyState> => {
      const state = completed?.[at] ?? after;
      const asked = inputOf(before);
      return {
        ...(standing && { before: standing }),
        after: state,
        ...(step.noted?.(state, asked) ?? noted(asked)),
        causedBy: causeOf?.(aggregate.idOf(before)),
      };
    });
    const [further, fresh] = [true, false].map((stands) => versions.filter(({ before }) => (before !== undefined) === stands)); // prettier-ignore
    const saved = [
      ...(await this.save(tx, creates, step, further!, { actor, given })),
      ...(await this.save(tx, creates, step, fresh!, { actor, given })),
    ];
    if (saved.length > 0)
      await step.saved?.(tx, saved, {
        transitions: this,
        actor,
        given,
        inputOf,
        causeOf,
        save: (other, following) =>
          this.save(tx, other, { name: step.name }, following, { actor, follows: true }),
      });
    return { saved: saved as State[], refused };
  }

  /**
   * Writes what is new, or what a step that fits no rule of one state leads to; see {@link save}. What an import does in
   * somebody's name, outside a command, stands in the audit trail as theirs.
   */
  async save<State extends AnyState>(
    tx: Transaction | CommandTransaction,
    aggregate: Aggregate<State>,
    step: Step,
    versions: readonly NewVersion<State>[],
    options: Omit<SaveOptions, 'outbox'>,
  ): Promise<State[]> {
    const saved = await save(tx, aggregate, step, versions, { ...options, outbox: this.outbox });
    const { actor, follows } = options;
    if (saved.length > 0 && actor && step.action && !follows && !('changed' in tx))
      this.audit.note(tx, actor, step.action, saved.map((state) => changeOf(aggregate, state))); // prettier-ignore
    return saved;
  }
}

function noted(input: unknown) {
  const { reason, decisionNo } = (input ?? {}) as { reason?: string; decisionNo?: string };
  return { reason, decisionNo };
}
