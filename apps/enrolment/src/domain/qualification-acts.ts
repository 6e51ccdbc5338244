import {
  accept,
  type Asked,
  type CodeOf,
  type Decision,
  isOwnContribution,
  ownContributionRefusals,
  refuse,
  type RefusalWords,
} from '#aggregates/rules';
import { daysAfter, MAX_DAYS_BACK } from './effective-day.js';
import { type In, type Qualification, REVIEW_DECISIONS, stateOn } from './qualification.js';
import { effectiveDay, wrongState } from './refusals.js';

export const actRefusals = {
  ...wrongState,
  ...effectiveDay,
  'qualification-expired': {
    status: 409,
    title: '招生资质已过有效期',
    detail: 'The last day of the qualification has passed.',
    remedy: 'Draft a new qualification, or correct the days of the draft.',
  },
  'act-is-pending': {
    status: 409,
    title: '该招生资质有待生效的决定',
    detail: 'An act on the qualification is decided and waits for its day.',
    remedy: 'Let it take effect, or cancel it by `cancel-act` first.',
  },
} as const satisfies Record<string, RefusalWords>;
type ActRefusal = CodeOf<typeof actRefusals>;

export const publicationRefusals = { ...actRefusals, ...ownContributionRefusals };
type PublicationRefusal = CodeOf<typeof publicationRefusals>;

/** What an officer says of an act; it takes effect today where no day is given. */
export interface Act {
  readonly reason?: string;
  readonly effectiveOn?: string;
}
type Next = NonNullable<Qualification['next']>;

/** 公布, by another officer than those who drafted and corrected it. */
export function publish(
  known: Qualification,
  act: Act,
  asked: Asked,
): Decision<Qualification, PublicationRefusal> {
  if (known.state !== 'DRAFT') return refuse('wrong-state');
  return openedByAnother(known, act, asked);
}

/** 恢复, by the same rule: the school recruits again. */
export function resume(
  known: Qualification,
  act: Act,
  asked: Asked,
): Decision<Qualification, PublicationRefusal> {
  if (known.state !== 'SUSPENDED') return refuse('wrong-state');
  return openedByAnother(known, act, asked);
}

function openedByAnother(known: Qualification, act: Act, asked: Asked) {
  if (isOwnContribution(asked.subject, known.draftedBy, ...known.changedBy))
    return refuse('approver-is-submitter');
  return dated(known, 'PUBLISHED', act, asked);
}

/** 暂停 */
export function suspend(known: Qualification, act: Act, asked: Asked): Decision<Qualification, ActRefusal> {
  return known.state === 'PUBLISHED' ? dated(known, 'SUSPENDED', act, asked) : refuse('wrong-state');
}

/** 撤销 */
export function revoke(known: Qualification, act: Act, asked: Asked): Decision<Qualification, ActRefusal> {
  if (known.state !== 'PUBLISHED' && known.state !== 'SUSPENDED') return refuse('wrong-state');
  return dated(known, 'REVOKED', act, asked);
}

/** Of a day that has come it is done at once; else it waits, and counts from its day. */
function dated(
  known: Qualification,
  state: Next['state'],
  { reason = known.reason, effectiveOn }: Act,
  { subject: by, today }: Asked,
): Decision<Qualification, ActRefusal> {
  if (known.next) return refuse('act-is-pending');
  if (known.validTo < today) return refuse('qualification-expired');
  const on = effectiveOn ?? today;
  const since = ('stateSince' in known && known.stateSince) || '';
  if (on < since || on < daysAfter(today, -MAX_DAYS_BACK) || known.validTo < on)
    return refuse('effective-day-not-possible');
  const next = { state, effectiveOn: on, reason, by };
  return accept(on > today ? { ...known, next } : taken(known, next));
}

function taken(known: Qualification, { state, effectiveOn: stateSince, reason, by }: Next): Qualification {
  const now = { ...known, next: undefined, stateSince } as In<'PUBLISHED'>;
  if (state === 'PUBLISHED') return { ...now, state, publishedBy: by };
  return state === 'SUSPENDED'
    ? { ...now, state, suspensionReason: reason }
    : { ...now, state, revocationReason: reason };
}

export const cancelRefusals = {
  'no-act-pending': {
    status: 409,
    title: '该招生资质没有待生效的决定',
    detail: 'No act on the qualification waits for its day.',
    remedy: 'What is in force is undone by an act of its own, such as `resume`.',
  },
} as const satisfies Record<string, RefusalWords>;

/** 撤回决定: until its day. */
export function cancelAct(
  known: Qualification,
  _input: object,
  { today }: Asked,
): Decision<Qualification, 'no-act-pending'> {
  if (!known.next || known.next.effectiveOn <= today) return refuse('no-act-pending');
  return accept({ ...known, next: undefined });
}

/** What the day brings: the act that waited for it, or the end. */
export function followDay(
  known: Qualification,
  _input: unknown,
  { today }: Asked,
): Decision<Qualification, never> {
  if (known.next && known.next.effectiveOn <= today) return accept(taken(known, known.next));
  if (known.state === stateOn(known, today)) return accept(known);
  const stateSince = daysAfter(known.validTo, 1);
  return accept({ ...(known as In<'PUBLISHED'>), state: 'EXPIRED', stateSince, next: undefined });
}

export interface Review extends Act {
  readonly decision: (typeof REVIEW_DECISIONS)[number];
  readonly reason: string;
}

/** 定期清理: once a year at least [D]; whether it goes on, with the reason that is published. */
export function review(known: Qualification, act: Review, asked: Asked): Decision<Qualification, ActRefusal> {
  const { decision, reason } = act;
  if (known.state !== 'PUBLISHED') return refuse('wrong-state');
  const decided =
    decision === 'KEEP' ? accept(known) : (decision === 'SUSPEND' ? suspend : revoke)(known, act, asked);
  if (!decided.ok) return decided;
  const reviewed = { on: asked.today, decision, reason, by: asked.subject };
  return accept({ ...(decided.value as In<'PUBLISHED'>), review: reviewed });
}
