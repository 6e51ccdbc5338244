import {
  FOLLOWERS,
  type Gap,
  gapsOfCertificate,
  gapsOfRegistration,
  isInFlight,
  type Standing,
} from '../domain/gap.js';
import type { GapView } from './reconciliation-view.js';

/** Differences of a kind that are named; the oldest first. */
export const MOST_NAMED = 1_000;

/** A row that one of the services tells otherwise, as the statement answers it. */
interface Uneven {
  school_code: string;
  day: string;
  registration_id: string | null;
  certificate_no: string | null;
  known_certificate_no?: string | null;
  graduation?: Standing | null;
  certificate: Standing | null;
  live_certificates?: number;
  case?: Standing | null;
  entry?: Standing | null;
  since: string;
}

/** What {@link COMPARE} answers. */
export interface Compared {
  counted: { school_code: string; day: string; service: string; live: number; revoked: number }[];
  covered: { day: string; service: string; as_of: string }[];
  newest: {
    service: string;
    as_of: string;
    dead_letters_open: number;
    dead_letters: NonNullable<GapView['deadLetter']>[];
  }[];
  uneven: number;
  registrations: Uneven[];
  certificates: Uneven[];
}

export interface FoundGap {
  readonly gap: GapView;
  readonly inFlight: boolean;
}

/** When each service counted a day, by day and service. */
export type AsOfs = Map<string, Map<string, Date>>;

export function asOfsByDay({ covered }: Compared): AsOfs {
  const byDay = Map.groupBy(covered, ({ day }) => day);
  return new Map(
    [...byDay].map(([day, runs]) => [
      day,
      new Map(runs.map(({ service, as_of }) => [service, new Date(as_of)])),
    ]),
  );
}

export function foundGaps(
  { registrations, certificates, newest }: Compared,
  asOfs: AsOfs,
  graceSeconds: number,
): FoundGap[] {
  const letterOf = deadLetters(newest);
  const found = [
    ...registrations.flatMap((row) => gapsOfRegistration(standings(row)).map((gap) => ({ row, gap }))),
    ...certificates.flatMap((row) => gapsOfCertificate(standings(row)).map((gap) => ({ row, gap }))),
  ];
  return found.map(({ row, gap }) => ({
    gap: gapView(row, gap, letterOf),
    inFlight: isInFlight(new Date(row.since), oldestOf(asOfs.get(row.day)), graceSeconds),
  }));
}

function standings(row: Uneven) {
  return {
    graduation: row.graduation ?? undefined,
    certificate: row.certificate ?? undefined,
    liveCertificates: row.live_certificates ?? 0,
    case: row.case ?? undefined,
    entry: row.entry ?? undefined,
  };
}

function gapView(row: Uneven, gap: Gap, letterOf: ReturnType<typeof deadLetters>): GapView {
  const service = FOLLOWERS[gap.what];
  const certificateNo = row.certificate_no ?? row.known_certificate_no ?? undefined;
  const registrationId = row.registration_id ?? undefined;
  const deadLetter = letterOf(service, gap.what === 'LOOKUP_ENTRY' ? certificateNo : registrationId);
  return {
    schoolCode: row.school_code,
    day: row.day,
    ...(registrationId && { registrationId }),
    ...(certificateNo && { certificateNo }),
    ...gap,
    service,
    since: iso(row.since),
    ...(deadLetter && { deadLetter }),
  };
}

/** The oldest open dead letter of a service about a subject. */
function deadLetters(newest: Compared['newest']) {
  const letters = new Map(
    newest.flatMap(({ service, dead_letters }) =>
      dead_letters.toReversed().map((letter) => [`${service} ${letter.subject}`, letter] as const),
    ),
  );
  return (service: string, subject: string | undefined) => letters.get(`${service} ${subject}`);
}

/** undefined while one of the three has not counted the day. */
export function oldestOf(asOfs: Map<string, Date> | undefined): Date | undefined {
  const times = Object.values(FOLLOWERS).map((service) => asOfs?.get(service)?.getTime() ?? -Infinity);
  const oldest = Math.min(...times);
  return oldest === -Infinity ? undefined : new Date(oldest);
}

const iso = (moment: string) => new Date(moment).toISOString();
