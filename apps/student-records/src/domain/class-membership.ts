import { z } from 'zod';
import { accept, type Asked, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { day, id, moment, schoolCode } from '#contracts';
import { type Class, classRefusals } from './class.js';
import { addDays, addMonths } from './months.js';
import { isLive, type Registration } from './registration-states.js';

/** In what a student and the class differ, though one is in the other by an exception. */
export const MISFITS = ['STUDY_MODE', 'LEVEL', 'MAJOR'] as const;
type Misfit = (typeof MISFITS)[number];

const membership = {
  membershipId: id,
  registrationId: id,
  classId: id,
  schoolCode,
  version: z.int(),
  fromOn: day,
  misfits: z.array(z.enum(MISFITS)),
  /** Why the student is in a class that they do not fit. */
  exceptionReason: z.string().optional(),
  placedBy: z.string(),
  placedAt: moment,
};

/** 编班: a student in a class from a day on. Both days are days in the class. */
export const ClassMembership = z.discriminatedUnion('state', [
  z.object({ ...membership, state: z.literal('CURRENT') }),
  /** 转班: the next one follows on the day after */
  z.object({ ...membership, state: z.literal('ENDED'), toOn: day, endedBy: id }),
  /** It was wrong, and never held. */
  z.object({
    ...membership,
    state: z.literal('UNDONE'),
    undoneReason: z.string(),
    undoneBy: z.string(),
    undoneAt: moment,
  }),
]);
export type ClassMembership = z.infer<typeof ClassMembership>;
type In<State extends ClassMembership['state']> = Extract<ClassMembership, { state: State }>;

/** How far ahead a student is placed; later is taken for a slip of the pen. [D] */
const MAX_MONTHS_AHEAD = 12;

export const placingRefusals = {
  'class-not-known': {
    status: 409,
    title: '本校没有该班级',
    detail: 'The school has no class of this id or code.',
    remedy: 'Name an open class of the school by `classId` or by `classCode`; open it first where it is new.',
  },
  'class-closed': classRefusals['class-closed'],
  'registration-ended': {
    status: 409,
    title: '该学籍已终止或未获注册，不能办理',
    detail: 'The registration has ended, or was refused.',
    remedy:
      'Read the registration: only who studies is in a class, confirmed in a term or sent on a placement.',
  },
  'already-in-class': {
    status: 409,
    title: '该学生已在该班级',
    detail: 'The student is in this class already.',
    remedy: 'Nothing; where the day is wrong, undo the placing and place the student again.',
  },
  'class-does-not-fit': {
    status: 409,
    title: '学生的学习形式、层次或专业与班级不符',
    detail: 'Study mode, level or major of the student are not those of the class.',
    remedy: 'Name a class that fits, or give an `exceptionReason`: the exception stands in the list.',
  },
  'before-entry': {
    status: 409,
    title: '日期早于该学生入学日期',
    detail: 'The day lies before the first day of study.',
    remedy:
      'Give the first day of study at the school, `startOn` or `transferredInOn` of the registration, or a later one.',
  },
  'not-after-last-placing': {
    status: 409,
    title: '编入日期须晚于该学生编入现班级的日期',
    detail: 'The student came to the present class on that day or later.',
    remedy: 'Give a later day, or undo the last placing first.',
  },
  'too-far-ahead': {
    status: 409,
    title: `编入日期不能晚于今天起 ${MAX_MONTHS_AHEAD} 个月`,
    detail: `Students are placed at most ${MAX_MONTHS_AHEAD} months ahead.`,
    remedy: 'Look at the year of the day.',
  },
} as const satisfies Record<string, RefusalWords>;
type PlacingRefusal = CodeOf<typeof placingRefusals>;

export interface Placing {
  readonly effectiveOn: string;
  readonly exceptionReason?: string | undefined;
}

interface PlacingContext extends Asked {
  readonly newId: string;
  /** the class that was named; undefined where the school has none such */
  readonly target: Class | undefined;
  readonly current: ClassMembership | undefined;
}

/** 分班、转班: students of the school who fit the class, from a day on. */
export function placeInClass(
  registration: Registration,
  { effectiveOn: fromOn, exceptionReason }: Placing,
  { target, current, newId, subject, at, today }: PlacingContext,
): Decision<In<'CURRENT'>, PlacingRefusal> {
  if (!target || target.schoolCode !== registration.schoolCode) return refuse('class-not-known');
  if (target.state === 'CLOSED') return refuse('class-closed');
  if (!mayStudy(registration)) return refuse('registration-ended');
  if (current?.classId === target.classId) return refuse('already-in-class');
  if (fromOn < firstDayOf(registration)) return refuse('before-entry');
  if (current && fromOn <= current.fromOn) return refuse('not-after-last-placing');
  if (fromOn > addMonths(today, MAX_MONTHS_AHEAD)) return refuse('too-far-ahead');
  const misfits = misfitsOf(registration, target);
  if (misfits.length > 0 && exceptionReason === undefined) return refuse('class-does-not-fit');
  return accept({
    membershipId: newId,
    registrationId: registration.registrationId,
    classId: target.classId,
    schoolCode: registration.schoolCode,
    version: 1,
    fromOn,
    misfits,
    ...(misfits.length > 0 && { exceptionReason }),
    placedBy: subject,
    placedAt: at,
    state: 'CURRENT',
  });
}

/** At this school: who came by a transfer carries the first day of all of the studies. */
const firstDayOf = (registration: Registration) =>
  ('transferredInOn' in registration ? registration.transferredInOn : undefined) ?? registration.startOn;

/** Who is live, and who waits for it: classes are made before the registrations are approved. */
const mayStudy = (registration: Registration) => registration.state === 'SUBMITTED' || isLive(registration);

function misfitsOf(registration: Registration, { studyMode, level, major }: Class): Misfit[] {
  const misfits: Misfit[] = [];
  if (registration.studyMode !== studyMode) misfits.push('STUDY_MODE');
  if (registration.level !== level) misfits.push('LEVEL');
  if (registration.major.majorCode !== major.majorCode) misfits.push('MAJOR');
  return misfits;
}

/** The present class ends the day before the next one begins. */
export const endedBy = (current: In<'CURRENT'>, next: ClassMembership): In<'ENDED'> => ({
  ...current,
  state: 'ENDED',
  toOn: addDays(next.fromOn, -1),
  endedBy: next.membershipId,
});

export const undoingRefusals = {
  'not-last-placing': {
    status: 409,
    title: '只能撤销最近一次编班',
    detail: 'The student was moved on since, or the placing was undone already.',
    remedy: 'Undo the last placing of the student first, or place the student anew.',
  },
} as const satisfies Record<string, RefusalWords>;

/** 撤销编班: as if it had never been; the class before it goes on. */
export function undoPlacing(
  known: ClassMembership,
  { reason: undoneReason }: { reason: string },
  { subject: undoneBy, at: undoneAt }: Asked,
): Decision<In<'UNDONE'>, CodeOf<typeof undoingRefusals>> {
  if (known.state !== 'CURRENT') return refuse('not-last-placing');
  return accept({ ...known, state: 'UNDONE', undoneReason, undoneBy, undoneAt });
}

export function resumed(ended: In<'ENDED'>): In<'CURRENT'> {
  const { toOn: _, endedBy: __, ...before } = ended;
  return { ...before, state: 'CURRENT' };
}
