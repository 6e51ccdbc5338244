import { z } from 'zod';
import { accept, type Asked, type Decision, isOwnContribution, refuse, stateNames } from '#aggregates/rules';
import { day, id, moment, schoolCode } from '#contracts';
import { type Deciding, whyNotTheirs } from './deciding.js';
import { isEvidenceOf, type KnownEvidence } from './evidence.js';
import type { DeathRefusal } from './person-death-refusals.js';
import { ENDED_STATES, type In, isLive, type Registration } from './registration-states.js';

const reported = {
  deathId: id,
  /** by which the school knows the person; the death is that of the person, and so of each of their records */
  registrationId: id,
  personId: id,
  schoolCode,
  version: z.int(),
  diedOn: day,
  /** 证明材料编号 */
  evidence: z.string(),
  evidenceId: id.optional(),
  reportedBy: z.string(),
  reportedAt: moment,
};
const confirmed = { ...reported, confirmedBy: z.string(), confirmedAt: moment };

/** 离校后死亡登记, of whom no record is live: who dies as a student has a status change (死亡). */
export const PersonDeath = z.discriminatedUnion('state', [
  z.object({ ...reported, state: z.literal('REPORTED') }),
  z.object({ ...confirmed, state: z.literal('CONFIRMED') }),
  z.object({
    ...reported,
    state: z.literal('DECLINED'),
    declinedBy: z.string(),
    declinedAt: moment,
    declineReason: z.string(),
  }),
  z.object({
    ...confirmed,
    state: z.literal('REVERSED'),
    reversedBy: z.string(),
    reversedAt: moment,
    reversalReason: z.string(),
  }),
]);
export type PersonDeath = z.infer<typeof PersonDeath>;
type DeathIn<State extends PersonDeath['state']> = Extract<PersonDeath, { state: State }>;
export const DEATH_STATES = stateNames(PersonDeath);

/** All records of the person whom a record is of, at whichever school. */
type RecordsOf = (record: { readonly registrationId: string }) => readonly Registration[];

export const isEnded = (registration: Registration): registration is In<(typeof ENDED_STATES)[number]> =>
  (ENDED_STATES as readonly string[]).includes(registration.state);

interface ReportContext extends Asked {
  readonly newId: string;
  readonly personOf: (registration: Registration) => string;
  readonly recordsOf: RecordsOf;
  /** persons whose death is reported or confirmed */
  readonly known: ReadonlySet<string>;
  readonly evidence: KnownEvidence | undefined;
}

/** 登记离校后死亡. */
export function reportDeath(
  registration: Registration,
  report: Pick<PersonDeath, 'diedOn' | 'evidence' | 'evidenceId'>,
  { subject, at, today, newId: deathId, personOf, recordsOf, known, evidence }: ReportContext,
): Decision<DeathIn<'REPORTED'>, DeathRefusal> {
  const records = recordsOf(registration);
  if (records.some(isLive)) return refuse('person-in-study');
  if (!isEnded(registration)) return refuse('study-not-ended');
  const personId = personOf(registration);
  if (known.has(personId) || records.some(({ state }) => state === 'DECEASED'))
    return refuse('death-is-known');
  if (report.diedOn > today) return refuse('not-in-the-future');
  if (report.diedOn < registration.startOn) return refuse('death-before-study');
  if (report.evidenceId !== undefined && !isEvidenceOf(evidence, registration))
    return refuse('evidence-not-found');
  const { registrationId, schoolCode: school } = registration;
  const { diedOn, evidence: evidenceNo, evidenceId } = report;
  const of = { deathId, registrationId, personId, schoolCode: school, version: 1, diedOn };
  const papers = { evidence: evidenceNo, evidenceId };
  return accept({ ...of, ...papers, reportedBy: subject, reportedAt: at, state: 'REPORTED' });
}

/** 确认: by another one than has reported it; it holds for the person, whatever they studied. */
export function confirmDeath(
  known: PersonDeath,
  _input: object,
  { recordsOf, ...context }: Deciding & { readonly recordsOf: RecordsOf },
): Decision<DeathIn<'CONFIRMED'>, DeathRefusal> {
  if (known.state !== 'REPORTED') return refuse('death-not-reported');
  const refusal = whyNotTheirs(context, known, known.reportedBy);
  if (refusal) return refuse(refusal);
  if (recordsOf(known).some(isLive)) return refuse('person-in-study');
  return accept({ ...known, state: 'CONFIRMED', confirmedBy: context.subject, confirmedAt: context.at });
}

/** 退回. */
export function declineDeath(
  known: PersonDeath,
  { reason: declineReason }: { readonly reason: string },
  context: Deciding,
): Decision<DeathIn<'DECLINED'>, DeathRefusal> {
  if (known.state !== 'REPORTED') return refuse('death-not-reported');
  const refusal = whyNotTheirs(context, known, known.reportedBy);
  if (refusal) return refuse(refusal);
  const { subject: declinedBy, at: declinedAt } = context;
  return accept({ ...known, state: 'DECLINED', declinedBy, declinedAt, declineReason });
}

/** 撤销死亡登记, of a death that was recorded in error: by an officer of the city who had no hand in it. */
export function reverseDeath(
  known: PersonDeath,
  { reason: reversalReason }: { readonly reason: string },
  { subject: reversedBy, at: reversedAt }: Asked,
): Decision<DeathIn<'REVERSED'>, DeathRefusal> {
  if (known.state !== 'CONFIRMED') return refuse('death-not-confirmed');
  if (isOwnContribution(reversedBy, known.reportedBy, known.confirmedBy))
    return refuse('approver-is-submitter');
  return accept({ ...known, state: 'REVERSED', reversedBy, reversedAt, reversalReason });
}
