import { z } from 'zod';
import { accept, type Asked, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { day, id, moment, schoolCode, SchoolType } from '#contracts';
import { nameKeys } from '#national-codes';
import { type Authority, mayStandUnder, supervisionRefusals } from './authority.js';
import { daysAfter, MAX_DAYS_BACK } from './effective-day.js';
import { effectiveDay, inactive } from './refusals.js';
import { School } from './school.js';

/** 更名, 晋级或降级, 变更主管部门, 变更地址和联系方式, 更正, 退出, 合并. */
export const SCHOOL_CHANGES = [
  'RENAME',
  'RECLASSIFY',
  'REASSIGN',
  'RELOCATE',
  'CORRECT',
  'CLOSE',
  'MERGE',
] as const;

const change = {
  changeId: id,
  schoolCode,
  version: z.int(),
  kind: z.enum(SCHOOL_CHANGES),
  /** what the school has from then on */
  fields: School.pick({
    name: true,
    uscc: true,
    schoolType: true,
    ownership: true,
    authorityCode: true,
    authorityTier: true,
    regionCode: true,
    address: true,
    phone: true,
    email: true,
    inHigherEdSequence: true,
    successorCode: true,
  })
    .extend({ schoolType: SchoolType })
    .partial()
    .meta({ document: true }),
  effectiveOn: day,
  reason: z.string(),
  decisionNo: z.string().optional(),
  decidedBy: z.string(),
  decidedAt: moment,
};

/** A dated change of a school: it waits for its day, and takes effect then or lapses. */
export const SchoolChange = z.discriminatedUnion('state', [
  z.object({ ...change, state: z.literal('SCHEDULED') }),
  z.object({ ...change, state: z.literal('APPLIED') }),
  z.object({ ...change, state: z.literal('CANCELLED') }),
  /** On its day the school could not follow it. */
  z.object({ ...change, state: z.literal('LAPSED'), lapsedBecause: z.string() }),
]);
export type SchoolChange = z.infer<typeof SchoolChange>;

export const schoolChangeRefusals = {
  'school-not-active': inactive['school-not-active'],
  ...effectiveDay,
  ...supervisionRefusals,
  'school-already-registered': {
    status: 409,
    title: '院校代码或统一社会信用代码已登记',
    detail: 'A school with this code or this credit code is registered already.',
    remedy: 'Read the school that is there; correct the code that is mistyped.',
  },
  'unknown-successor': {
    status: 422,
    title: '承继院校不存在、已停办，或即为本校',
    detail: 'The successor is not registered, not active, or the school itself.',
    remedy: 'Name an active school by its code.',
  },
  'successor-has-the-offering': {
    status: 409,
    title: '承继院校已有相同的专业点，不能并入',
    detail: 'The successor has an offering of the same major, level, mode and catalogue version.',
    remedy: 'Close one of the two offerings first.',
  },
  'school-has-what-is-live': {
    status: 409,
    title: '院校尚有未了结的资质、专业点、计划、报名或学籍，不能退出',
    detail:
      'Qualifications, offerings, plans, applications or registrations of the school are live; see errors.',
    remedy: 'Bring to an end what `errors[]` names, with how many there are of each.',
  },
} as const satisfies Record<string, RefusalWords>;

/** How many of each kind are live at a school. */
export type Live = Readonly<
  Record<'qualifications' | 'offerings' | 'planLines' | 'applications' | 'registrations', number>
>;

export interface ChangeContext extends Asked {
  /** the authority that the change names */
  readonly authority: Authority | undefined;
  /** whether another school has the credit code that the change names */
  readonly usccTaken: boolean;
  readonly live: Live;
  /** the active school that the change names as successor */
  readonly successor: { readonly hasTheOffering: boolean } | undefined;
}

/** What the school is from the day of the change on. One that is to come is held against what can be known today. */
export function changeSchool(
  school: School,
  { kind, fields, effectiveOn }: Pick<SchoolChange, 'kind' | 'fields' | 'effectiveOn'>,
  { authority, usccTaken, live, successor, today }: ChangeContext,
): Decision<School, CodeOf<typeof schoolChangeRefusals>> {
  if (school.status !== 'ACTIVE') return refuse('school-not-active');
  if (effectiveOn < (school.effectiveFrom ?? '') || effectiveOn < daysAfter(today, -MAX_DAYS_BACK))
    return refuse('effective-day-not-possible');
  if (usccTaken) return refuse('school-already-registered');
  if (kind === 'REASSIGN') {
    const supervised = mayStandUnder(authority, fields.authorityTier!);
    if (!supervised.ok) return supervised;
  }
  const isDue = effectiveOn <= today;
  if (kind === 'CLOSE' && isDue && Object.values(live).some((count) => count > 0))
    return refuse('school-has-what-is-live');
  if (kind === 'MERGE' && !successor) return refuse('unknown-successor');
  if (kind === 'MERGE' && successor?.hasTheOffering) return refuse('successor-has-the-offering');
  const after = { ...school, ...fields, effectiveFrom: effectiveOn };
  if (kind === 'CLOSE') return accept({ ...after, status: 'CLOSED' });
  if (kind === 'MERGE') return accept({ ...after, status: 'MERGED' });
  return accept(kind === 'RENAME' ? renamed(school, after, daysAfter(effectiveOn, -1)) : found(after));
}

/** 更名: the old name stays, and is found. */
const renamed = ({ name, formerNames }: School, after: School, until: string): School =>
  found({ ...after, formerNames: [...formerNames, { name, until }] });

/** With the keys by which all its names are found. */
function found(school: School): School {
  const names = [school.name, ...school.formerNames.map(({ name }) => name)];
  return { ...school, nameKeys: names.flatMap((name) => [name, ...Object.values(nameKeys(name))]) };
}

/** 院校登记 */
export const newSchool = (
  registered: Omit<School, 'formerNames' | 'nameKeys' | 'levelExemptions' | 'status' | 'version'>,
): School =>
  found({ ...registered, formerNames: [], nameKeys: [], levelExemptions: [], status: 'ACTIVE', version: 1 });

export const changeCancellationRefusals = {
  'change-not-scheduled': {
    status: 409,
    title: '该变更已生效或已撤回',
    detail: 'The change does not wait for its day any more.',
    remedy: 'What is in force is undone by a change of its own.',
  },
} as const satisfies Record<string, RefusalWords>;

export const cancelChange = (known: SchoolChange): Decision<SchoolChange, 'change-not-scheduled'> =>
  known.state === 'SCHEDULED' ? accept({ ...known, state: 'CANCELLED' }) : refuse('change-not-scheduled');
