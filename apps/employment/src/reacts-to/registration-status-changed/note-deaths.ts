import { Transitions } from '#aggregates';
import { RegistrationStatusChanged } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { cases, noteDeaths } from '../../cases/cases.js';
import { deathsAmong, keepDeaths } from '../../cases/deaths.js';

/**
 * 死亡 of a student who graduated from an earlier stage of study: nobody asks for an outcome of that graduation any more, until the
 * death is taken back. Of a registration itself none is recorded once it has graduated; how else it ends is no matter of its cases.
 */
@ReactsTo(RegistrationStatusChanged)
export class NoteDeaths {
  constructor(private readonly transitions: Transitions) {}

  async handle(changes: Received<typeof RegistrationStatusChanged>[], tx: Transaction): Promise<void> {
    const causes = new Map(
      changes
        .filter(({ data }) => data.to === 'DECEASED' || data.from === 'DECEASED')
        .map((change) => [change.data.registrationId, change]),
    );
    if (causes.size === 0) return;
    // Whoever opens cases now has either been waited for, or waits and then knows of the death.
    await tx.query('lock table deaths in exclusive mode');
    const last = [...causes.values()];
    await keepDeaths(
      tx,
      last.map(({ version, data: { registrationId, personId, to, effectiveOn } }) => {
        return { registrationId, personId, version, diedOn: to === 'DECEASED' ? effectiveOn : undefined };
      }),
    );
    const byPerson = new Map(last.map((change) => [change.data.personId, change]));
    const deaths = await deathsAmong(tx, [...byPerson.keys()]);
    const known = await cases.find(tx, 'person_id = any($1) order by registration_id for update', [
      [...byPerson.keys()],
    ]);
    const personOf = new Map(known.map(({ registrationId, personId }) => [registrationId, personId]));
    await this.transitions.take(
      tx,
      noteDeaths,
      known,
      ({ personId }) => ({ deceasedOn: deaths.get(personId) }),
      { causeOf: (registrationId) => byPerson.get(personOf.get(registrationId)!) },
    );
  }
}
