import { Transitions } from '#aggregates';
import { RegistrationStatusChanged } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { noteDeathsHeard } from '../../cases/note-deaths.js';

/**
 * 死亡 of a student who graduated from an earlier stage of study, until it is taken back. How else a registration ends is no matter of
 * its cases.
 */
@ReactsTo(RegistrationStatusChanged)
export class NoteDeaths {
  constructor(private readonly transitions: Transitions) {}

  handle(changes: Received<typeof RegistrationStatusChanged>[], tx: Transaction): Promise<void> {
    const ofDeath = changes.filter(({ data }) => data.to === 'DECEASED' || data.from === 'DECEASED');
    return noteDeathsHeard(tx, this.transitions, ofDeath, ({ data }) =>
      data.to === 'DECEASED' ? data.effectiveOn : undefined,
    );
  }
}
