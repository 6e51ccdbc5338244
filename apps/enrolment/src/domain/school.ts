import { z } from 'zod';
import { accept, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { day, type Level, schoolCode, SchoolType } from '#contracts';
import { daysAfter } from './effective-day.js';

/** A school's code as the register takes it. */
export const registeredCode = schoolCode.regex(/^[0-9A-Z]+$/);

/** 院校, as the register knows it. Its version counts the changes of its qualifications as well: they are published as one. */
export const School = z.object({
  schoolCode: registeredCode,
  uscc: z.string(),
  name: z.string(),
  /** 曾用名, oldest first, each with its last day */
  formerNames: z.array(z.object({ name: z.string(), until: day })),
  /** what a search looks through: all names, with their pinyin and initials */
  nameKeys: z.array(z.string()),
  schoolType: SchoolType,
  /** 层次例外: levels above those of its type that the city lets it run for a time */
  levelExemptions: z.array(z.object({ level: z.string(), from: day, to: day, reason: z.string() })),
  ownership: z.string(),
  authorityCode: z.string(),
  regionCode: z.string(),
  authorityTier: z.enum(['CITY', 'DISTRICT']),
  address: z.string().optional(),
  phone: z.string().optional(),
  email: z.string().optional(),
  inHigherEdSequence: z.boolean(),
  status: z.enum(['ACTIVE', 'CLOSED', 'MERGED']),
  /** 合并后承继院校 */
  successorCode: z.string().optional(),
  /** from which day on the last change of the school counts; not of its qualifications */
  effectiveFrom: day.optional(),
  version: z.int(),
});
export type School = z.infer<typeof School>;

/**
 * Levels that each type of school runs. The source document (T4) names them as the focus (主要) of a type [S]; that a
 * lower school may not run a higher level is this project's default [D]. A 技师学院 with 中级工 is unusual and allowed.
 */
const LEVELS: Record<SchoolType, readonly Level[]> = {
  TECHNICAL_SCHOOL: ['INTERMEDIATE'],
  SENIOR_TECHNICAL_SCHOOL: ['INTERMEDIATE', 'SENIOR'],
  TECHNICIAN_COLLEGE: ['INTERMEDIATE', 'SENIOR', 'PREP_TECHNICIAN', 'TECHNICIAN'],
};

/** Whether a school may run a level on a day: by its type, or by an exemption. A type that a city has added runs nothing yet. */
export const mayRun = (
  { schoolType, levelExemptions }: Pick<School, 'schoolType' | 'levelExemptions'>,
  level: Level,
  on: string,
): boolean =>
  (LEVELS[schoolType]?.includes(level) ?? false) ||
  levelExemptions.some((each) => each.level === level && each.from <= on && on <= each.to);

export const exemptionRefusals = {
  'exemption-not-needed': {
    status: 409,
    title: '该院校按类型即可承担这一培养层次',
    detail: 'A school of this type runs the level anyway.',
    remedy: 'Nothing: the level needs no exemption.',
  },
  'exemption-days-not-possible': {
    status: 422,
    title: '例外的起止日期不合理',
    detail: 'The last day of the exemption is before its first one, or has passed.',
    remedy: 'Correct `from` and `to`.',
  },
  'no-such-exemption': {
    status: 409,
    title: '该院校没有这一层次的有效例外',
    detail: 'No exemption for the level is in force or to come.',
    remedy: 'Read the school: its exemptions stand there.',
  },
} as const satisfies Record<string, RefusalWords>;
type ExemptionRefusal = CodeOf<typeof exemptionRefusals>;

/** 授予层次例外, beside those that the school has. */
export function grantExemption(
  school: School,
  { level, from, to, reason }: School['levelExemptions'][number],
  { today }: { readonly today: string },
): Decision<School, ExemptionRefusal> {
  if (LEVELS[school.schoolType]?.includes(level)) return refuse('exemption-not-needed');
  if (to < from || to < today) return refuse('exemption-days-not-possible');
  return accept({ ...school, levelExemptions: [...school.levelExemptions, { level, from, to, reason }] });
}

/** 收回层次例外: from today on; what was run by it before stays as it was. */
export function withdrawExemption(
  school: School,
  { level }: { readonly level: string },
  { today }: { readonly today: string },
): Decision<School, ExemptionRefusal> {
  const isOpen = (each: School['levelExemptions'][number]) => each.level === level && today <= each.to;
  if (!school.levelExemptions.some(isOpen)) return refuse('no-such-exemption');
  const levelExemptions = school.levelExemptions.flatMap((each) => {
    if (!isOpen(each)) return each;
    return each.from < today ? { ...each, to: daysAfter(today, -1) } : [];
  });
  return accept({ ...school, levelExemptions });
}
