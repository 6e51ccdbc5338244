import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { historyEntries, Transitions } from '#aggregates';
import { type BodyOf, Commands } from '#commands';
import { allSchools, Transactions } from '#database';
import { Problem } from '#runtime';
import type { Actor } from '#security';
import { calendarFaults, DAY_FAULTS, type WorkingCalendar } from '../domain/working-days.js';
import { problems } from '../problems.js';
import {
  correctWorkingCalendar,
  loadWorkingCalendar,
  type WorkingCalendarHistory,
  workingCalendars,
} from './working-calendars.js';

/** 工作日历: the city loads the notice of each year once, and corrects it with a reason. */
@Injectable()
export class KeepCalendars {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
    private readonly transactions: Transactions,
  ) {}

  /** @throws Problem 409, 422 */
  load(asked: BodyOf<typeof loadWorkingCalendar>, actor: Actor): Promise<WorkingCalendar> {
    return this.commands.run(actor, loadWorkingCalendar.action, async (tx) => {
      const after = { ...sound(asked), calendarId: uuidv7(), version: 1 };
      const options = { actor, unless: 'year' };
      const [saved] = await this.transitions.save(tx, workingCalendars, loadWorkingCalendar, [{ after }], options); // prettier-ignore
      if (!saved) throw new Problem(problems['working-calendar-exists']);
      return saved;
    });
  }

  /** @throws Problem 404, 422 */
  correct(
    calendarId: string,
    { reason, ...asked }: BodyOf<typeof correctWorkingCalendar>,
    actor: Actor,
  ): Promise<WorkingCalendar> {
    return this.commands.run(actor, correctWorkingCalendar.action, async (tx) => {
      const [before] = await workingCalendars.lock(tx, [calendarId]);
      if (!before) throw new Problem(problems['not-found']);
      const version = { before, after: sound({ ...before, ...asked }), reason };
      const [saved] = await this.transitions.save(tx, workingCalendars, correctWorkingCalendar, [version], { actor }); // prettier-ignore
      return saved!;
    });
  }

  /** @throws Problem 404 */
  async history(calendarId: string): Promise<z.infer<typeof WorkingCalendarHistory>> {
    const entries = await this.transactions.run(allSchools, (tx) =>
      historyEntries(tx, workingCalendars, calendarId),
    );
    if (entries.length === 0) throw new Problem(problems['not-found']);
    return { calendarId, entries };
  }
}

/** @throws Problem 422 that names each day that cannot be right */
function sound<Asked extends Parameters<typeof calendarFaults>[0]>(asked: Asked): Asked {
  const errors = calendarFaults(asked).map(({ field, at, code }) => ({
    path: `${field}.${at}`,
    code,
    message: DAY_FAULTS[code].en,
  }));
  if (errors.length > 0) throw new Problem(problems['working-days-wrong'], { errors });
  return asked;
}
