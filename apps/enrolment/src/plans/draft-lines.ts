import { v7 as uuidv7 } from 'uuid';
import { askedBy, type Step, type Transitions } from '#aggregates';
import type { Decision } from '#aggregates/rules';
import type { Transaction } from '#database';
import type { Actor } from '#security';
import { draft, type DraftContext, type draftRefusals, type WantedLine } from '../domain/plan-draft.js';
import type { PlanLine } from '../domain/plan-line.js';
import { lockPlanLines, PLAN_KEY, planKey, planLines } from './plan-lines.js';

type Drafted = Decision<PlanLine, keyof typeof draftRefusals>;

export interface Drafting {
  readonly actor: Actor;
  /** whether the lines are handed in at once */
  readonly submit: boolean;
}

/** What becomes of lines that somebody wants, each of another key; those that are there are locked. Nothing is written. */
export async function decideDrafts(
  tx: Transaction,
  wanted: readonly WantedLine[],
  { actor, submit }: Drafting,
) {
  const known = await lockPlanLines(tx, wanted);
  const offerings = await offeringsOf(tx, wanted, actor);
  return wanted.map((line) => {
    const before = known.get(planKey(line));
    const context = {
      ...askedBy(tx, actor),
      submit,
      newId: uuidv7(),
      offering: offerings.get(line.offeringId),
    };
    return { line, before, decision: draft(before, line, context) };
  });
}

/**
 * Drafts lines: makes those that are new, changes those that are still with the school, and asks to adjust others. A line that
 * another makes at the same moment is decided on anew, as one that is there.
 * @returns the decisions, in the order of the lines
 */
export async function draftLines(
  tx: Transaction,
  transitions: Transitions,
  step: Step,
  wanted: readonly WantedLine[],
  drafting: Drafting,
): Promise<Drafted[]> {
  const first = await save(tx, transitions, step, await decideDrafts(tx, wanted, drafting), drafting);
  if (first.overtaken.size === 0) return first.decisions;
  const again = await decideDrafts(tx, [...first.overtaken.keys()], drafting);
  const second = await save(tx, transitions, step, again, drafting);
  const anew = new Map([...first.overtaken.values()].map((at, index) => [at, second.decisions[index]!]));
  return first.decisions.map((each, at) => anew.get(at) ?? each);
}

type Decided = Awaited<ReturnType<typeof decideDrafts>>;

/** @returns the decisions, and the new lines whose key another has by now, with their places in the list */
async function save(
  tx: Transaction,
  transitions: Transitions,
  step: Step,
  decided: Decided,
  { actor }: Drafting,
) {
  const accepted = decided.flatMap(({ line: { reason }, before, decision }) =>
    decision.ok && decision.value !== before ? { before, after: decision.value, reason } : [],
  );
  const [isThere, isNew] = [
    accepted.filter(({ before }) => before),
    accepted.filter(({ before }) => !before),
  ];
  const added = await transitions.save(tx, planLines, step, isNew, { actor, unless: PLAN_KEY });
  await transitions.save(tx, planLines, step, isThere, { actor });
  const made = new Set(added.map(({ planLineId }) => planLineId));
  const isMade = ({ before, decision }: Decided[number]) =>
    before !== undefined || !decision.ok || made.has(decision.value.planLineId);
  const overtaken = new Map(decided.flatMap((each, at) => (isMade(each) ? [] : [[each.line, at] as const])));
  return { decisions: decided.map(({ decision }) => decision), overtaken };
}

/** The offerings that lines name, as far as they are of the actor's school; the city drafts for all. */
async function offeringsOf(tx: Transaction, lines: readonly WantedLine[], { schoolCode }: Actor) {
  const rows = await tx.query<{ offering_id: string } & NonNullable<DraftContext['offering']>>(
    `select offering_id, school_code as "schoolCode", status from offerings
     where offering_id = any($1) and ($2::text is null or school_code = $2)`,
    [lines.map(({ offeringId }) => offeringId), schoolCode ?? null],
  );
  return new Map(rows.map((row) => [row.offering_id, row]));
}
