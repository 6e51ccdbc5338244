import { Transitions } from '#aggregates';
import { DeathRecorded } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { noteDeathsHeard } from '../../cases/note-deaths.js';

/** 离校后死亡 */
@ReactsTo(DeathRecorded)
export class NoteDeathsOfGraduates {
  constructor(private readonly transitions: Transitions) {}

  handle(deaths: Received<typeof DeathRecorded>[], tx: Transaction): Promise<void> {
    return noteDeathsHeard(tx, this.transitions, deaths, ({ data }) => data.diedOn);
  }
}
