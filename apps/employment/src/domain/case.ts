import type { DataOf, Level, SchoolType, StudentGraduated, StudyMode } from '#contracts';
import { dayInChina, ERASED_NAME } from '#national-codes';

/** What employment tracking (就业跟踪) needs to know of a graduate. The ID number is not needed, so it is not kept. */
export interface Graduate {
  /** The case has the id of the registration. */
  readonly registrationId: string;
  readonly personId: string;
  readonly name: string;
  /** When the person was erased; then the name is a mark. */
  readonly erasedAt?: string;
  readonly schoolCode: string;
  readonly schoolName: string;
  readonly schoolType: SchoolType;
  readonly majorCode: string;
  readonly majorName: string;
  readonly level: Level;
  readonly studyMode: StudyMode;
  readonly graduatedOn: string;
  /** The day in China on which the city approved the graduation: reconciliation counts by it. */
  readonly approvedOn: string;
}

interface Tracked extends Graduate {
  /** Counts the states of this case. */
  readonly version: number;
  /** Version of the registration at the last graduation or revocation that this case has followed. */
  readonly graduationVersion: number;
  readonly openedAt: string;
}
export type Open = Tracked & { readonly state: 'OPEN' };
export type Reported = Tracked & { readonly state: 'REPORTED'; readonly reportedAt: string };
export type Cancelled = Tracked & {
  readonly state: 'CANCELLED';
  readonly cancelledAt: string;
  readonly decisionNo: string;
  /** When an outcome had been reported before. */
  readonly reportedAt?: string;
};
export type Case = Open | Reported | Cancelled;

export function graduateOf(graduation: DataOf<typeof StudentGraduated>): Graduate {
  const { school, major } = graduation;
  return {
    registrationId: graduation.registrationId,
    personId: graduation.personId,
    name: graduation.identity.name,
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
export function erasedGraduate(graduate: Graduate, erasedAt: string | undefined): Graduate {
  if (erasedAt === undefined || dayInChina(erasedAt) < graduate.approvedOn) return graduate;
  return { ...graduate, name: ERASED_NAME, erasedAt };
}

/**
 * A graduation opens one case. It opens a cancelled one again only when it is newer than the revocation: a
 * late or repeated graduation brings no case back. Nothing to do is `undefined`.
 */
export function open(
  graduate: Graduate,
  graduationVersion: number,
  openedAt: string,
  known: Case | undefined,
): Open | undefined {
  const opened = { ...graduate, state: 'OPEN', graduationVersion, openedAt } as const;
  if (!known) return { ...opened, version: 1 };
  if (known.state !== 'CANCELLED' || graduationVersion <= known.graduationVersion) return undefined;
  return { ...opened, version: known.version + 1 };
}

/** A revoked graduation cancels its case, whatever its state. Nothing to do is `undefined`. */
export function cancel(
  known: Case,
  revocation: { version: number; decisionNo: string; revokedAt: string },
): Cancelled | undefined {
  if (known.state === 'CANCELLED' || revocation.version <= known.graduationVersion) return undefined;
  const { decisionNo, revokedAt, version: graduationVersion } = revocation;
  return {
    ...known,
    state: 'CANCELLED',
    version: known.version + 1,
    graduationVersion,
    cancelledAt: revokedAt,
    decisionNo,
  };
}

/** An outcome was reported on the case; further ones may follow as the graduate's life goes on. */
export function markReported(known: Open | Reported, reportedAt: string): Reported {
  return { ...known, state: 'REPORTED', version: known.version + 1, reportedAt };
}
