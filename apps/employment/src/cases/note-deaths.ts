import type { Transitions } from '#aggregates';
import type { Transaction } from '#database';
import type { Received } from '#messaging';
import { cases, noteDeaths } from './cases.js';
import { deathsAmong, keepDeaths } from './deaths.js';

type OfPerson = Received & { readonly data: { readonly registrationId: string; readonly personId: string } };

/**
 * Notes deaths of graduates, and those that were taken back, in all cases of the persons, whichever of their records told of it: nobody
 * asks for an outcome any more.
 * @param heard the news in order. @param diedOnOf undefined of a death that was taken back
 */
export async function noteDeathsHeard<Event extends OfPerson>(
  tx: Transaction,
  transitions: Transitions,
  heard: readonly Event[],
  diedOnOf: (event: Event) => string | undefined,
): Promise<void> {
  const last = [...new Map(heard.map((event) => [event.data.registrationId, event])).values()];
  if (last.length === 0) return;
  // Whoever opens cases now has either been waited for, or waits and then knows of the death.
  await tx.query('lock table deaths in exclusive mode');
  await keepDeaths(
    tx,
    last.map((event) => {
      const { registrationId, personId } = event.data;
      return { registrationId, personId, version: event.version, diedOn: diedOnOf(event) };
    }),
  );
  const byPerson = new Map(last.map((event) => [event.data.personId, event]));
  const deaths = await deathsAmong(tx, [...byPerson.keys()]);
  const known = await cases.find(tx, 'person_id = any($1) order by registration_id for update', [
    [...byPerson.keys()],
  ]);
  const personOf = new Map(known.map(({ registrationId, personId }) => [registrationId, personId]));
  await transitions.take(tx, noteDeaths, known, ({ personId }) => ({ deceasedOn: deaths.get(personId) }), {
    causeOf: (registrationId) => byPerson.get(personOf.get(registrationId)!),
  });
}
