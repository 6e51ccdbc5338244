import { z } from 'zod';
import { accept, type Asked, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { id, moment, schoolCode } from '#contracts';
import { type Deciding, decidingRefusals, whyNotTheirs } from './deciding.js';
import type { Registration } from './registration-states.js';

/** 优秀学生毕业生, 优秀毕业生干部 [S] 专栏4 */
export const HONOUR_KINDS = ['OUTSTANDING_GRADUATE', 'OUTSTANDING_CADRE'] as const;
export type HonourKind = (typeof HONOUR_KINDS)[number];

const nominated = {
  honourId: id,
  registrationId: id,
  schoolCode,
  version: z.int(),
  kind: z.enum(HONOUR_KINDS),
  year: z.int(),
  merits: z.string(),
  nominatedBy: z.string(),
  nominatedAt: moment,
};
const decided = { ...nominated, decidedBy: z.string(), decidedAt: moment };
const awarded = { ...decided, decisionNo: z.string() };

/** 评优: nominated by the school, decided by the city, and published with the number of a decision. */
export const Honour = z.discriminatedUnion('state', [
  z.object({ ...nominated, state: z.literal('NOMINATED') }),
  z.object({ ...nominated, state: z.literal('CANCELLED') }),
  z.object({ ...decided, state: z.literal('DECLINED') }),
  z.object({ ...awarded, state: z.literal('AWARDED') }),
  z.object({ ...awarded, state: z.literal('PUBLISHED'), publishedAt: moment }),
  /** 撤销荣誉, by a decision with a reason */
  z.object({ ...awarded, state: z.literal('WITHDRAWN'), publishedAt: moment.optional() }),
]);
export type Honour = z.infer<typeof Honour>;
type In<State extends Honour['state']> = Extract<Honour, { state: State }>;

export const honourRefusals = {
  'not-graduating': {
    status: 409,
    title: '该学生不在读，也未毕业，不能推荐',
    detail: 'Only who studies or has graduated is nominated.',
    remedy: 'Read the registration, and leave the student out.',
  },
  'nominated-already': {
    status: 409,
    title: '该学生已被推荐为本年度同一荣誉',
    detail: 'The student is nominated for this honour of the year already.',
    remedy: 'Nothing; where the nomination is wrong, cancel it first.',
  },
  'not-nominated': {
    status: 409,
    title: '该推荐已办结',
    detail: 'The nomination was decided or cancelled already.',
    remedy: 'Read the honour; what was awarded is withdrawn by a decision.',
  },
  'not-awarded': {
    status: 409,
    title: '该荣誉未评定，或已公布、已撤销',
    detail: 'The honour is not in the state that this leads on from.',
    remedy: 'Read the honour: it is awarded first, then published, and withdrawn from either.',
  },
  'honour-quota-used-up': {
    status: 409,
    title: '本年度该荣誉名额已用完',
    detail: 'As many honours of the kind were awarded in the year as there are.',
    remedy: 'Decline the nomination, or withdraw another award.',
  },
  ...decidingRefusals,
} as const satisfies Record<string, RefusalWords>;
type HonourRefusal = CodeOf<typeof honourRefusals>;

interface Nomination {
  readonly kind: HonourKind;
  readonly year: number;
  readonly merits: string;
}

export function nominate(
  { registrationId, schoolCode: school, state }: Registration,
  { kind, year, merits }: Nomination,
  { newId, standing, subject, at }: Asked & { newId: string; standing: boolean },
): Decision<In<'NOMINATED'>, HonourRefusal> {
  if (state !== 'ACTIVE' && state !== 'GRADUATED') return refuse('not-graduating');
  if (standing) return refuse('nominated-already');
  const of = { honourId: newId, registrationId, schoolCode: school, version: 1, kind, year, merits };
  return accept({ ...of, nominatedBy: subject, nominatedAt: at, state: 'NOMINATED' });
}

function toDecide(known: Honour, context: Deciding): Decision<In<'NOMINATED'>, HonourRefusal> {
  if (known.state !== 'NOMINATED') return refuse('not-nominated');
  const refusal = whyNotTheirs(context, known, known.nominatedBy);
  return refusal ? refuse(refusal) : accept(known);
}

/** 评定, never by who nominated, and no more than the city has in a year. */
export function award(
  known: Honour,
  { decisionNo }: { decisionNo: string },
  context: Deciding & { readonly left: number },
): Decision<In<'AWARDED'>, HonourRefusal> {
  const theirs = toDecide(known, context);
  if (!theirs.ok) return theirs;
  if (context.left <= 0) return refuse('honour-quota-used-up');
  return accept({
    ...theirs.value,
    decidedBy: context.subject,
    decidedAt: context.at,
    decisionNo,
    state: 'AWARDED',
  });
}

/** 不予评定 */
export function decline(
  known: Honour,
  _input: object,
  context: Deciding,
): Decision<In<'DECLINED'>, HonourRefusal> {
  const theirs = toDecide(known, context);
  if (!theirs.ok) return theirs;
  return accept({ ...theirs.value, decidedBy: context.subject, decidedAt: context.at, state: 'DECLINED' });
}

/** 撤回推荐 */
export const cancelNomination = (known: Honour): Decision<Honour, HonourRefusal> =>
  known.state === 'NOMINATED' ? accept({ ...known, state: 'CANCELLED' }) : refuse('not-nominated');

/** 公布: the list of an honour is out. Names are shown with a login only. */
export const publish = (known: Honour, _input: object, { at }: Asked): Decision<Honour, HonourRefusal> =>
  known.state === 'AWARDED'
    ? accept({ ...known, state: 'PUBLISHED', publishedAt: at })
    : refuse('not-awarded');

/** 撤销荣誉: it leads back into the quota. */
export const withdraw = (known: Honour): Decision<Honour, HonourRefusal> =>
  known.state === 'AWARDED' || known.state === 'PUBLISHED'
    ? accept({ ...known, state: 'WITHDRAWN' })
    : refuse('not-awarded');
