import { aggregate, fact, step } from '#aggregates';
import { OutcomeReported, TrackingCancelled, TrackingOpened } from '#contracts';
import type { Transaction } from '#database';
import { cancel, Case, type Graduate, noteDeath, rename, reopen, type Reported } from '../domain/case.js';
import { outcomeRefusals, reportOutcome, type ReportedOutcome } from '../domain/outcome.js';

/** 就业跟踪 in its table. */
export const cases = aggregate({
  name: 'case',
  table: 'cases',
  id: 'registrationId',
  school: 'schoolCode',
  states: Case,
  personal: ['name', 'namePinyin', 'nameInitials'],
});

export const openCases = { name: 'open-case', publishes: fact(TrackingOpened) };

export const reopenCases = step(cases, {
  name: 'reopen-case',
  decide: (each, graduation: { graduate: Graduate; version: number }, { at }) =>
    reopen(each, graduation, at) as never,
  publishes: fact(TrackingOpened),
});

export const cancelCases = step(cases, {
  name: 'cancel-case',
  decide: (each, revocation: Parameters<typeof cancel>[1]) => cancel(each, revocation) as never,
  publishes: fact(TrackingCancelled),
});

/** 更名, by a correction of the graduate's identity. */
export const renameCases = step(cases, {
  name: 'rename-case',
  decide: (each, name: string) => rename(each, name) as never,
});

/** 死亡 of a graduate, and a death that is taken back. */
export const noteDeaths = step(cases, {
  name: 'note-death',
  decide: (each, death: Parameters<typeof noteDeath>[1]) => noteDeath(each, death) as never,
});

/** 去向登记. The outcome is stored before: the fact tells of it. */
export const reportOutcomes = step(cases, {
  name: 'report-outcome',
  refuses: outcomeRefusals,
  decide: (each, outcome: ReportedOutcome, { at }) => reportOutcome(each, outcome, at),
  publishes: fact(
    OutcomeReported,
    (each: Reported, outcome: Outcome) => ({ ...each, ...outcome }),
    outcomesOf,
  ),
});

interface Outcome {
  readonly outcomeId: string;
  readonly category: ReportedOutcome['category'];
  readonly startedOn: string;
}

/** The outcome that led to each of these versions of cases. */
async function outcomesOf(
  tx: Transaction,
  states: readonly Reported[],
): Promise<(each: Reported) => Outcome> {
  const rows = await tx.query<Outcome & { registrationId: string; version: number }>(
    `select registration_id as "registrationId", version, outcome_id as "outcomeId", category,
       started_on as "startedOn"
     from outcomes where registration_id = any($1)`,
    [states.map(({ registrationId }) => registrationId)],
  );
  const outcomes = new Map(rows.map((row) => [keyOf(row), row]));
  return (state) => {
    const { outcomeId, category, startedOn } = outcomes.get(keyOf(state))!;
    return { outcomeId, category, startedOn };
  };
}

const keyOf = (of: { registrationId: string; version: number }) => `${of.registrationId} ${of.version}`;
