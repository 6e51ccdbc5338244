import { z } from 'zod';
import { accept, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { CooperationKind, day, id } from '#contracts';
import type { Offering } from './offering.js';
import { wrongState } from './refusals.js';

/** 校企合作 of an offering with a named enterprise, from a day on; an agreement without a last day goes on until it is ended. */
export const Cooperation = z.object({
  cooperationId: id,
  kind: CooperationKind,
  /** 统一社会信用代码 of the enterprise */
  uscc: z.string(),
  enterpriseName: z.string(),
  agreementNo: z.string(),
  from: day,
  to: day.optional(),
  /** why it ended before its time */
  endReason: z.string().optional(),
});
export type Cooperation = z.infer<typeof Cooperation>;

export const cooperationRefusals = {
  ...wrongState,
  'unknown-cooperation': {
    status: 409,
    title: '该专业点没有此项校企合作',
    detail: 'The offering has no such cooperation.',
    remedy: 'Read the offering: its cooperations stand there with their ids.',
  },
  'cooperation-days-not-possible': {
    status: 422,
    title: '校企合作的起止日期不合理',
    detail: 'The last day of the cooperation is before its first one.',
    remedy: 'Correct `from` and `to`; what was entered by mistake is withdrawn.',
  },
  'cooperation-exists': {
    status: 409,
    title: '该专业点与该企业已有同期同类合作',
    detail: 'The offering has a cooperation of this kind with the enterprise on some of these days.',
    remedy: 'Correct or end the one that is there.',
  },
} as const satisfies Record<string, RefusalWords>;

/** @param ofSchool who asks for a school only may change its own offerings: others are answered as if there were none */
export interface Asking {
  readonly ofSchool?: string;
}
type Decides = Decision<Offering, CodeOf<typeof cooperationRefusals> | 'not-found'>;

/** 登记 */
export function addCooperation(offering: Offering, added: Cooperation, asking: Asking): Decides {
  if (offering.status === 'CLOSED') return refuse('wrong-state');
  return withCooperations(offering, [...offering.cooperations, added], asking);
}

/** 更正: what is not named stays, its end too. One that was ended by mistake is withdrawn and added again. */
export const correctCooperation = (offering: Offering, corrected: Cooperation, asking: Asking): Decides =>
  instead(offering, corrected.cooperationId, (known) => ({ ...known, ...corrected }), asking);

/** 终止: the day is its last one. */
export const endCooperation = (
  offering: Offering,
  { cooperationId, lastDay, reason }: { cooperationId: string; lastDay: string; reason: string },
  asking: Asking,
): Decides =>
  instead(offering, cooperationId, (each) => ({ ...each, to: lastDay, endReason: reason }), asking);

/** 撤回 of what was entered by mistake: it never counted. */
export const withdrawCooperation = (
  offering: Offering,
  { cooperationId }: { cooperationId: string },
  asking: Asking,
): Decides => instead(offering, cooperationId, () => [], asking);

function instead(
  offering: Offering,
  cooperationId: string,
  by: (known: Cooperation) => Cooperation | [],
  asking: Asking,
): Decides {
  const isMeant = (each: Cooperation) => each.cooperationId === cooperationId;
  const cooperations = offering.cooperations.flatMap((each) => (isMeant(each) ? by(each) : each));
  const decision = withCooperations(offering, cooperations, asking);
  return decision.ok && !offering.cooperations.some(isMeant) ? refuse('unknown-cooperation') : decision;
}

function withCooperations(offering: Offering, cooperations: Cooperation[], { ofSchool }: Asking): Decides {
  if (ofSchool !== undefined && ofSchool !== offering.schoolCode) return refuse('not-found');
  if (cooperations.some(({ from, to }) => to !== undefined && to < from))
    return refuse('cooperation-days-not-possible');
  const isTwice = cooperations.some((one, at) => cooperations.slice(at + 1).some((other) => overlap(one, other))); // prettier-ignore
  return isTwice ? refuse('cooperation-exists') : accept({ ...offering, cooperations });
}

const overlap = (one: Cooperation, other: Cooperation): boolean =>
  one.uscc === other.uscc &&
  one.kind === other.kind &&
  (other.to === undefined || one.from <= other.to) &&
  (one.to === undefined || other.from <= one.to);

/** "90%以上的专业实行校企合作培养模式" (二(二)) [S]. */
export const COOPERATION_AIM_PERCENT = 90;

/** Of how many, how many have a cooperation. */
export interface Share {
  readonly all: number;
  readonly cooperating: number;
}

/** "以上" includes the number itself, as in laws (民法典 art. 1259) [M]: exactly 90 % meets it. Compared as integers. */
export const meetsCooperationAim = ({ all, cooperating }: Share): boolean =>
  all > 0 && cooperating * 100 >= all * COOPERATION_AIM_PERCENT;

/** In percent with two decimals, cut and not rounded: what is below the aim must not look as if it met it. */
export const percentOf = ({ all, cooperating }: Share): number | undefined =>
  all > 0 ? Math.floor((cooperating * 10_000) / all) / 100 : undefined;
