import { z } from 'zod';
import { accept, type Asked, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { day, id, moment, schoolCode } from '#contracts';

/** 学年学期: `2026-2027-1` is the first term of the school year that begins in autumn 2026. */
export const termCode = z
  .string()
  .regex(/^(\d{4})-(\d{4})-[12]$/)
  .refine((code) => Number(code.slice(5, 9)) === Number(code.slice(0, 4)) + 1)
  .meta({ description: '学年学期', example: '2026-2027-1' });

const windows = { startOn: day, endOn: day, confirmationOpensOn: day, confirmationClosesOn: day };
export const TermDays = z.object(windows);
export type TermDays = z.infer<typeof TermDays>;

const term = { termId: id, version: z.int(), term: z.string(), ...windows };

/** 学期, as the city opens it: when it is, and until when schools confirm who studies in it. All days are included. */
export const Term = z.discriminatedUnion('state', [
  z.object({ ...term, state: z.literal('OPEN') }),
  /** opened by mistake, before anybody was confirmed */
  z.object({ ...term, state: z.literal('CANCELLED') }),
]);
export type Term = z.infer<typeof Term>;

/** 学期注册补办: one school may still confirm, until a day of its own. */
export const TermReopening = z.object({
  reopeningId: id,
  termId: id,
  schoolCode,
  version: z.int(),
  confirmationClosesOn: day,
  reopenedBy: z.string(),
  reopenedAt: moment,
});
export type TermReopening = z.infer<typeof TermReopening>;

/** The days of a term of which the city names only some. [D] */
export function defaultDays(code: string): TermDays {
  const year = Number(code.slice(0, 4));
  return code.endsWith('1')
    ? {
        startOn: `${year}-09-01`,
        endOn: `${year + 1}-01-31`,
        confirmationOpensOn: `${year}-08-25`,
        confirmationClosesOn: `${year}-09-30`,
      }
    : {
        startOn: `${year + 1}-02-15`,
        endOn: `${year + 1}-07-15`,
        confirmationOpensOn: `${year + 1}-02-15`,
        confirmationClosesOn: `${year + 1}-03-15`,
      };
}

export const termRefusals = {
  'term-exists': {
    status: 409,
    title: '该学期已开设',
    detail: 'The city has opened this term already.',
    remedy: 'Change its days instead, with a reason.',
  },
  'term-disordered': {
    status: 409,
    title: '学期日期前后矛盾',
    detail: 'A term ends after it starts, its window closes after it opens, and no later than the term ends.',
    remedy: 'Look at the four days: start, end, and when confirmation opens and closes.',
  },
  'term-cancelled': {
    status: 409,
    title: '该学期已取消',
    detail: 'The term was cancelled.',
    remedy: 'Name another term, or let the city open the right one.',
  },
  'term-in-use': {
    status: 409,
    title: '该学期已有注册记录，不能取消',
    detail: 'Students were confirmed in the term, or stand in the list of those who were not.',
    remedy: 'Change its days instead.',
  },
  'reopened-in-the-past': {
    status: 409,
    title: '补办截止日期须不早于今天，且不晚于学期结束',
    detail: 'A school is given until today or a later day, and no longer than the term lasts.',
    remedy: 'Give a day from today to the end of the term.',
  },
  'school-of-another-authority': {
    status: 403,
    title: '该校不属于本部门管理',
    detail: 'The school is not one that the authority decides on, or is not known.',
    remedy:
      'Let the authority of the school reopen the term for it; `authorityTier` of the school says whose it is.',
  },
} as const satisfies Record<string, RefusalWords>;
type TermRefusal = CodeOf<typeof termRefusals>;

export const isOrdered = ({ startOn, endOn, confirmationOpensOn, confirmationClosesOn }: TermDays): boolean =>
  startOn < endOn && confirmationOpensOn <= confirmationClosesOn && confirmationClosesOn <= endOn;

/** Other days for a term, with a reason: the window is widened or narrowed for all schools. */
export function changeTerm(known: Term, asked: Partial<TermDays>): Decision<Term, TermRefusal> {
  if (known.state === 'CANCELLED') return refuse('term-cancelled');
  const changed = { ...known };
  for (const field of TermDays.keyof().options) changed[field] = asked[field] ?? known[field];
  return isOrdered(changed) ? accept(changed) : refuse('term-disordered');
}

export function cancelTerm(
  known: Term,
  _input: object,
  { inUse }: { inUse: boolean },
): Decision<Term, TermRefusal> {
  if (known.state === 'CANCELLED') return refuse('term-cancelled');
  return inUse ? refuse('term-in-use') : accept({ ...known, state: 'CANCELLED' });
}

interface ReopeningContext extends Asked {
  readonly newId: string;
  /** whether the authority that asks decides on the school */
  readonly theirs: boolean;
  readonly standing: TermReopening | undefined;
}

/** 补办: the authority lets one school confirm once more; asked again, the day moves. */
export function reopenTerm(
  known: Term,
  asked: Pick<TermReopening, 'schoolCode' | 'confirmationClosesOn'>,
  { newId, theirs, standing, subject, at, today }: ReopeningContext,
): Decision<TermReopening, TermRefusal> {
  if (!theirs) return refuse('school-of-another-authority');
  if (known.state === 'CANCELLED') return refuse('term-cancelled');
  const { schoolCode: school, confirmationClosesOn } = asked;
  if (confirmationClosesOn < today || confirmationClosesOn > known.endOn)
    return refuse('reopened-in-the-past');
  return accept({
    ...(standing ?? { reopeningId: newId, termId: known.termId, version: 1 }),
    schoolCode: school,
    confirmationClosesOn,
    reopenedBy: subject,
    reopenedAt: at,
  });
}
