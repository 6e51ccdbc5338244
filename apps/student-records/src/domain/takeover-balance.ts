import { z } from 'zod';
import { accept, type Asked, type CodeOf, type Decision, isOwnContribution, refuse } from '#aggregates/rules';
import { id, moment, schoolCode } from '#contracts';
import { type Deciding, whyNotTheirs } from './deciding.js';
import type { balanceRefusals } from './takeover-refusals.js';

/** 接管平账: what the files of the school held, and what became of their rows. */
const figures = {
  files: z.int(),
  rows: z.int(),
  stored: z.int(),
  refused: z.int(),
  /** of present students only, by the state in which they came */
  active: z.int().optional(),
  onLeave: z.int().optional(),
  retained: z.int().optional(),
};
export type TakeoverFigures = z.infer<z.ZodObject<typeof figures>>;

/** 在籍学生, 历届毕业生: each is signed off by itself. */
export const TAKEOVER_KINDS = ['STOCK', 'FORMER_GRADUATES'] as const;
export type TakeoverKind = (typeof TAKEOVER_KINDS)[number];

const signed = {
  balanceId: id,
  schoolCode,
  kind: z.enum(TAKEOVER_KINDS).default('STOCK'),
  version: z.int(),
  ...figures,
  /** Of refused rows, what became of them. */
  remark: z.string().optional(),
  signedBy: z.string(),
  signedAt: moment,
};

export const TakeoverBalance = z.discriminatedUnion('state', [
  /** 已签认: nothing more is taken over */
  z.object({ ...signed, state: z.literal('SIGNED') }),
  /** 已确认 */
  z.object({ ...signed, state: z.literal('CONFIRMED'), confirmedBy: z.string(), confirmedAt: moment }),
  /** 退回: the registrar goes on */
  z.object({ ...signed, state: z.literal('RETURNED'), returnedBy: z.string(), returnedAt: moment, why: z.string() }), // prettier-ignore
  /** 重新开放, by the authority */
  z.object({ ...signed, state: z.literal('REOPENED'), reopenedBy: z.string(), reopenedAt: moment, why: z.string() }), // prettier-ignore
]);
export type TakeoverBalance = z.infer<typeof TakeoverBalance>;
type In<State extends TakeoverBalance['state']> = Extract<TakeoverBalance, { state: State }>;

/** Nothing is taken over any more until the balance is returned or reopened. */
export const isClosed = (balance: TakeoverBalance | undefined): boolean =>
  balance?.state === 'SIGNED' || balance?.state === 'CONFIRMED';

type Refusal = CodeOf<typeof balanceRefusals>;

/** 签认: rows of the files = stored + refused, and what was stored is there, by state. */
export function signBalance(
  {
    figures: counted,
    ...of
  }: { balanceId: string; schoolCode: string; kind: TakeoverKind; figures: TakeoverFigures },
  { remark }: { remark?: string | undefined },
  { known, importing, subject: signedBy, at: signedAt }: Asked & { known: TakeoverBalance | undefined; importing: boolean }, // prettier-ignore
): Decision<In<'SIGNED'>, Refusal> {
  const { rows, stored, refused, active = stored, onLeave = 0, retained = 0 } = counted;
  if (isClosed(known)) return refuse('takeover-signed-off');
  if (importing) return refuse('takeover-running');
  if (rows === 0) return refuse('takeover-empty');
  if (rows !== stored + refused || stored !== active + onLeave + retained) return refuse('balance-does-not-add-up'); // prettier-ignore
  if (refused > 0 && remark === undefined) return refuse('refused-rows-unexplained');
  return accept({ ...of, version: known?.version ?? 1, ...counted, remark, signedBy, signedAt, state: 'SIGNED' }); // prettier-ignore
}

const toDecide = (known: TakeoverBalance, { subject }: Asked): Decision<In<'SIGNED'>, Refusal> => {
  if (known.state !== 'SIGNED') return refuse('balance-not-signed');
  return isOwnContribution(subject, known.signedBy) ? refuse('approver-is-submitter') : accept(known);
};

/** 确认, by the principal. */
export function confirmBalance(
  known: TakeoverBalance,
  _: object,
  asked: Asked,
): Decision<In<'CONFIRMED'>, Refusal> {
  const theirs = toDecide(known, asked);
  if (!theirs.ok) return theirs;
  return accept({ ...theirs.value, state: 'CONFIRMED', confirmedBy: asked.subject, confirmedAt: asked.at });
}

/** 退回, by the principal. */
export function returnBalance(
  known: TakeoverBalance,
  { reason: why }: { reason: string },
  asked: Asked,
): Decision<In<'RETURNED'>, Refusal> {
  // prettier-ignore
  const theirs = toDecide(known, asked);
  if (!theirs.ok) return theirs;
  return accept({ ...theirs.value, state: 'RETURNED', returnedBy: asked.subject, returnedAt: asked.at, why });
}

/** 重新开放, by the authority of the school. */
export function reopenBalance(
  known: TakeoverBalance,
  { reason: why }: { reason: string },
  context: Deciding,
): Decision<In<'REOPENED'>, Refusal> {
  // prettier-ignore
  if (known.state !== 'CONFIRMED') return refuse('balance-not-closed');
  const refusal = whyNotTheirs(context, known, known.signedBy, known.confirmedBy);
  if (refusal) return refuse(refusal);
  const { confirmedBy: _by, confirmedAt: _at, ...before } = known;
  return accept({ ...before, state: 'REOPENED', reopenedBy: context.subject, reopenedAt: context.at, why });
}
