import { z } from 'zod';
import {
  accept,
  type Asked,
  type CodeOf,
  type Decision,
  refuse,
  type RefusalWords,
  stateNames,
} from '#aggregates/rules';
import { day, id, Level, moment, ProgrammeType, schoolCode, Season, StudyMode } from '#contracts';

/** 班主任, from a day on, until the day on which the next one follows. */
export const HeadTeacher = z.object({ name: z.string(), fromOn: day });

const opened = {
  classId: id,
  schoolCode,
  version: z.int(),
  /** 班级代码: unique within its school, also after the class is closed */
  code: z.string(),
  name: z.string(),
  /** 入学年度、季节: when those who began together in it entered */
  year: z.int(),
  season: Season,
  studyMode: StudyMode,
  level: Level,
  major: z.object({ majorCode: z.string(), name: z.string() }),
  programmeType: ProgrammeType,
  /** 计划人数: what the school plans with, and no limit. [D] */
  plannedSize: z.int(),
  /** Oldest first; names stay out of the history. */
  headTeachers: z.array(HeadTeacher),
  openedBy: z.string(),
  openedAt: moment,
};

/** 班级 */
export const Class = z.discriminatedUnion('state', [
  z.object({ ...opened, state: z.literal('OPEN') }),
  z.object({
    ...opened,
    state: z.literal('CLOSED'),
    closedOn: day,
    closingReason: z.string(),
    closedBy: z.string(),
    closedAt: moment,
  }),
]);
export type Class = z.infer<typeof Class>;
type Open = Extract<Class, { state: 'OPEN' }>;
type Closed = Extract<Class, { state: 'CLOSED' }>;
export const CLASS_STATES = stateNames(Class);

export type NewClass = Omit<Open, 'state' | 'version' | 'openedBy' | 'openedAt' | 'headTeachers'> & {
  readonly headTeacher: string | undefined;
};

/** 开班; its first head teacher is theirs from the day of opening on. */
export function openClass({ headTeacher, ...asked }: NewClass, { subject, at, today }: Asked): Open {
  const headTeachers = headTeacher === undefined ? [] : [{ name: headTeacher, fromOn: today }];
  return { ...asked, headTeachers, openedBy: subject, openedAt: at, state: 'OPEN', version: 1 };
}

export const classRefusals = {
  'class-closed': {
    status: 409,
    title: '该班级已撤销',
    detail: 'The class is closed.',
    remedy: 'Name another class, or reopen this one first.',
  },
  'class-code-taken': {
    status: 409,
    title: '本校已有使用该代码的班级',
    detail: 'Another class of the school has this code, perhaps one that is closed.',
    remedy: 'Give another code; the list of classes shows which are taken.',
  },
  'class-not-closed': {
    status: 409,
    title: '该班级未撤销',
    detail: 'The class is open.',
    remedy: 'Read the class: it was reopened already.',
  },
  'class-has-students': {
    status: 409,
    title: '班内仍有在籍学生，不能撤销',
    detail: 'Students with a live registration are in the class, or placed in it from a later day on.',
    remedy:
      'Move them to other classes first; the roster of the class names them. One who was placed by mistake is taken out by undoing it.',
  },
  'day-not-come': {
    status: 409,
    title: '日期不能晚于今天',
    detail: 'The day has not come yet.',
    remedy: 'Give today or a day in the past.',
  },
  'before-last-head-teacher': {
    status: 409,
    title: '任职日期早于现任班主任的任职日期',
    detail: 'The present head teacher has been that from a later day on.',
    remedy: 'Give a later day; the same day replaces the name, where it was wrong.',
  },
} as const satisfies Record<string, RefusalWords>;
type ClassRefusal = CodeOf<typeof classRefusals>;

const whileOpen = (known: Class): Decision<Open, ClassRefusal> =>
  known.state === 'OPEN' ? accept(known) : refuse('class-closed');

export type ClassChange = Partial<Pick<Class, 'code' | 'name' | 'plannedSize'>>;

/** 更名: also code and planned size. What students must fit is not changed: another class is opened for them. */
export function changeClass(
  known: Class,
  { code = known.code, name = known.name, plannedSize = known.plannedSize }: ClassChange,
  { taken }: { taken: (code: string, but: Class) => boolean },
): Decision<Class, ClassRefusal> {
  const open = whileOpen(known);
  if (!open.ok) return open;
  if (taken(code, known)) return refuse('class-code-taken');
  return accept({ ...open.value, code, name, plannedSize });
}

/** 更换班主任, from a day on; the same day as the last one replaces a wrong name. */
export function appointHeadTeacher(
  known: Class,
  { headTeacher: name, fromOn }: { headTeacher: string; fromOn: string },
): Decision<Class, ClassRefusal> {
  const open = whileOpen(known);
  if (!open.ok) return open;
  const { headTeachers } = open.value;
  const last = headTeachers.at(-1);
  if (last && fromOn < last.fromOn) return refuse('before-last-head-teacher');
  const before = last?.fromOn === fromOn ? headTeachers.slice(0, -1) : headTeachers;
  return accept({ ...open.value, headTeachers: [...before, { name, fromOn }] });
}

/** Who was the head teacher on a day. */
export const headTeacherOn = ({ headTeachers }: Pick<Class, 'headTeachers'>, on: string) =>
  headTeachers.findLast(({ fromOn }) => fromOn <= on)?.name;

/** 撤班: once nobody who is live is in it any more. */
export function closeClass(
  known: Class,
  { closedOn, reason: closingReason }: { closedOn: string; reason: string },
  { studentsOf, subject, at, today }: Asked & { studentsOf: (each: Class) => number },
): Decision<Closed, ClassRefusal> {
  const open = whileOpen(known);
  if (!open.ok) return open;
  if (closedOn > today) return refuse('day-not-come');
  const students = studentsOf(known);
  if (students > 0)
    return refuse('class-has-students', {
      title: `班内仍有 ${students} 名在籍学生，不能撤销`,
      detail: `${students} students with a live registration are in the class.`,
    });
  return accept({ ...open.value, state: 'CLOSED', closedOn, closingReason, closedBy: subject, closedAt: at });
}

/** 恢复班级, where it was closed by mistake or somebody comes back to it. */
export function reopenClass(known: Class): Decision<Open, ClassRefusal> {
  if (known.state !== 'CLOSED') return refuse('class-not-closed');
  const { closedOn: _, closingReason: __, closedBy: ___, closedAt: ____, ...rest } = known;
  return accept({ ...rest, state: 'OPEN' });
}
