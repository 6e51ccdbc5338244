import { z } from 'zod';
import { accept, type Decision, refuse } from '#aggregates/rules';
import {
  type DataOf,
  day,
  id,
  Level,
  moment,
  schoolCode,
  SchoolType,
  type StudentGraduated,
  StudyMode,
} from '#contracts';
import { dayInChina, ERASED_NAME, nameKeys } from '#national-codes';

/** What employment tracking (就业跟踪) needs to know of a graduate. The ID number is not needed, so it is not kept. */
const graduate = {
  /** The case has the id of the registration. */
  registrationId: id,
  personId: id,
  name: z.string(),
  /** What the name is found by in letters; neither once it was erased. */
  namePinyin: z.string().optional(),
  nameInitials: z.string().optional(),
  /** When the person was erased; then the name is a mark. */
  erasedAt: moment.optional(),
  /** When the person died, who went on to a further stage of study: nobody asks for an outcome, and no rate counts them. */
  deceasedOn: day.optional(),
  schoolCode,
  schoolName: z.string(),
  schoolType: SchoolType,
  majorCode: z.string(),
  majorName: z.string(),
  level: Level,
  studyMode: StudyMode,
  graduatedOn: day,
  /** The day in China on which the city approved the graduation: reconciliation counts by it. */
  approvedOn: day,
};
export type Graduate = z.infer<z.ZodObject<typeof graduate>>;

const tracked = {
  ...graduate,
  version: z.int(),
  /** Version of the registration at the last graduation or revocation that this case has followed. */
  graduationVersion: z.int(),
  openedAt: moment,
};

export const Case = z.discriminatedUnion('state', [
  z.object({ ...tracked, state: z.literal('OPEN') }),
  z.object({ ...tracked, state: z.literal('REPORTED'), reportedAt: moment }),
  z.object({
    ...tracked,
    state: z.literal('CANCELLED'),
    cancelledAt: moment,
    decisionNo: z.string(),
    /** When an outcome had been reported before. */
    reportedAt: moment.optional(),
  }),
]);
export type Case = z.infer<typeof Case>;
export type Open = Extract<Case, { state: 'OPEN' }>;
export type Reported = Extract<Case, { state: 'REPORTED' }>;
export type Cancelled = Extract<Case, { state: 'CANCELLED' }>;

export function graduateOf(graduation: DataOf<typeof StudentGraduated>): Graduate {
  const { school, major } = graduation;
  return {
    registrationId: graduation.registrationId,
    personId: graduation.personId,
    name: graduation.identity.name,
    ...searchedBy(graduation.identity.name),
    schoolCode: school.code,
    schoolName: school.name,
    schoolType: school.schoolType,
    majorCode: major.majorCode,
    majorName: major.name,
    level: graduation.level,
    studyMode: graduation.studyMode,
    graduatedOn: graduation.graduatedOn,
    approvedOn: dayInChina(graduation.approvedAt),
  };
}

/** The graduate without a name, when they were erased on that day or later: the two may be heard of in either order. */
export function erasedGraduate(known: Graduate, erasedAt: string | undefined): Graduate {
  if (erasedAt === undefined || dayInChina(erasedAt) < known.approvedOn) return known;
  return { ...known, name: ERASED_NAME, namePinyin: undefined, nameInitials: undefined, erasedAt };
}

function searchedBy(name: string) {
  const { name_pinyin: namePinyin, name_initials: nameInitials } = nameKeys(name);
  return { namePinyin, nameInitials };
}

/** A graduation opens one case of a graduate who has none. */
export function open(graduated: Graduate, graduationVersion: number, openedAt: string): Open {
  return { ...graduated, state: 'OPEN', graduationVersion, openedAt, version: 1 };
}

/** A graduation or a revocation that the case has followed already, or a newer one. */
type NothingNew = 'nothing-new';

/**
 * A graduation opens a cancelled case again only when it is newer than the revocation: a late or repeated graduation
 * brings no case back.
 */
export function reopen(
  known: Case,
  { graduate: again, version: graduationVersion }: { graduate: Graduate; version: number },
  openedAt: string,
): Decision<Open, NothingNew> {
  if (known.state !== 'CANCELLED' || graduationVersion <= known.graduationVersion)
    return refuse('nothing-new');
  return accept({ ...open(again, graduationVersion, openedAt), version: known.version });
}

/** 更名: the case goes on under the name of the graduate by their papers; one that was erased stays without. */
export function rename(known: Case, name: string): Decision<Case, NothingNew> {
  if (known.erasedAt !== undefined || known.name === name) return refuse('nothing-new');
  return accept({ ...known, name, ...searchedBy(name) });
}

/** 死亡, or its being taken back: a mark beside the state, which an outcome reported before keeps. */
export function noteDeath(
  known: Case,
  { deceasedOn }: { deceasedOn: string | undefined },
): Decision<Case, NothingNew> {
  return known.deceasedOn === deceasedOn ? refuse('nothing-new') : accept({ ...known, deceasedOn });
}

/** A revoked graduation cancels its case, whatever its state. */
export function cancel(
  known: Case,
  {
    version: graduationVersion,
    decisionNo,
    revokedAt: cancelledAt,
  }: {
    version: number;
    decisionNo: string;
    revokedAt: string;
  },
): Decision<Cancelled, NothingNew> {
  if (known.state === 'CANCELLED' || graduationVersion <= known.graduationVersion)
    return refuse('nothing-new');
  return accept({ ...known, state: 'CANCELLED', graduationVersion, cancelledAt, decisionNo });
}
