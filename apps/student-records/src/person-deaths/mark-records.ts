import { fact, type Following, step } from '#aggregates';
import { accept } from '#aggregates/rules';
import { DeathRecorded, DeathReversed } from '#contracts';
import { acrossSchools, type Transaction } from '#database';
import { dayInChina } from '#national-codes';
import { isEnded, type PersonDeath } from '../domain/person-death.js';
import type { In, Registration } from '../domain/registration-states.js';
import { registrations } from '../registrations/registrations.js';
import { lockedRecords } from './death-context.js';

/** The death of the person on a record of theirs: a mark beside its state, which stays. */
export const recordDeath = step(registrations, {
  name: 'record-death',
  decide: (each, { diedOn: deceasedOn }: PersonDeath, { at: deathNotedAt }) =>
    accept({ ...each, deceasedOn, deathNotedAt } as Registration),
  noted: (_, { evidence: decisionNo }) => ({ decisionNo }),
  publishes: fact(DeathRecorded, (each: Ended) => ({
    ...ofStudy(each),
    diedOn: each.deceasedOn!,
    recordedAt: each.deathNotedAt!,
  })),
});

/** Takes the mark away again. */
export const reverseDeath = step(registrations, {
  name: 'reverse-death',
  decide: (each, _death: PersonDeath, { at: deathNotedAt }) =>
    accept({ ...each, deceasedOn: undefined, deathNotedAt } as Registration),
  noted: () => ({}),
  publishes: fact(DeathReversed, (each: Ended) => ({ ...ofStudy(each), reversedAt: each.deathNotedAt! })),
});

type Ended = In<'WITHDRAWN' | 'COMPLETED' | 'GRADUATED' | 'GRADUATION_REVOKED'>;
const ofStudy = (each: Ended) => ({ ...each, endedOn: lastDayOf(each) });

/** The day on which a study ended, by whichever way. */
function lastDayOf(each: Ended): string {
  if (each.state === 'GRADUATED') return each.graduatedOn;
  if (each.state === 'COMPLETED') return each.completedOn;
  return each.state === 'GRADUATION_REVOKED' ? dayInChina(each.revokedAt) : each.endedOn;
}

export const markRecords = (tx: Transaction, deaths: readonly PersonDeath[], taken: Taken) =>
  take(tx, deaths, taken, recordDeath, isEnded);

export const unmarkRecords = (tx: Transaction, deaths: readonly PersonDeath[], taken: Taken) =>
  take(tx, deaths, taken, reverseDeath, (each) => 'deceasedOn' in each && each.deceasedOn !== undefined);

type Taken = Pick<Following, 'transitions' | 'actor'>;

/** Takes a step with all records of the persons, of whichever school: each tells the other services of it. */
async function take(
  tx: Transaction,
  deaths: readonly PersonDeath[],
  { transitions, actor }: Taken,
  mark: typeof recordDeath,
  fits: (each: Registration) => boolean,
): Promise<void> {
  await acrossSchools(tx, async (all) => {
    const recordsOf = await lockedRecords(all, deaths);
    const deathOf = new Map(
      deaths.flatMap((death) => recordsOf(death).map((each) => [each.registrationId, { death, each }])),
    );
    const marked = [...deathOf.values()].map(({ each }) => each).filter(fits);
    await transitions.take(all, mark, marked, ({ registrationId }) => deathOf.get(registrationId)!.death, {
      actor,
    });
  });
}
