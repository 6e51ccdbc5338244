import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { historyEntries, Transitions } from '#aggregates';
import { type BodyOf, Commands, type CommandTransaction } from '#commands';
import { allSchools, Transactions } from '#database';
import { Problem } from '#runtime';
import type { Actor } from '#security';
import {
  defaultWindows,
  disorders,
  extend,
  type SeasonCalendar,
  widened,
  type Windows,
} from '../domain/calendar.js';
import { problems } from '../problems.js';
import {
  CALENDAR_KEY,
  type CalendarHistory,
  calendars,
  correctCalendar,
  extendCalendar,
  setCalendar,
} from './calendars.js';

/** 招生日程: the city sets it once for a season, and from then on extends or corrects it with a reason. */
@Injectable()
export class SetCalendar {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
    private readonly transactions: Transactions,
  ) {}

  /** @throws Problem 409, 422 */
  set(asked: BodyOf<typeof setCalendar>, actor: Actor): Promise<SeasonCalendar> {
    return this.commands.run(actor, setCalendar.action, async (tx) => {
      const windows = ordered({ ...defaultWindows(asked.year, asked.season), ...asked });
      const after = { ...windows, calendarId: uuidv7(), reach: 'CITY' as const, version: 1 };
      const options = { actor, unless: CALENDAR_KEY };
      const [saved] = await this.transitions.save(tx, calendars, setCalendar, [{ after }], options);
      if (!saved) throw new Problem(problems['calendar-exists']);
      return saved;
    });
  }

  /** @throws Problem 404, 409, 422 */
  extend(
    { reason: why, year, season: of, schoolCode: school, ...asked }: BodyOf<typeof extendCalendar>,
    actor: Actor,
  ): Promise<SeasonCalendar> {
    return this.commands.run(actor, extendCalendar.action, async (tx) => {
      const ofSeason = `year = $1 and season = $2 and (school_code is null or school_code = $3)
        order by calendar_id for update`;
      const found = await calendars.find(tx, ofSeason, [year, of, school ?? null]);
      const city = found.find((each) => each.reach === 'CITY');
      if (!city) throw new Problem(problems['not-found'], NOT_SET);
      const own = found.find((each) => each.reach === 'SCHOOL');
      const decision = extend(widened(city, own ?? {}), asked);
      if (!decision.ok) throw new Problem(problems[decision.code]);
      ordered(decision.value);
      if (!school) return this.save(tx, extendCalendar, { before: city, after: { ...city, ...asked }, reason: why }, actor); // prettier-ignore
      await expectSchool(tx, school);
      const added = { calendarId: uuidv7(), year, season: of, reach: 'SCHOOL', schoolCode: school, version: 1 } as const; // prettier-ignore
      const after = { ...(own ?? added), ...asked } as SeasonCalendar;
      return this.save(tx, extendCalendar, { before: own, after, reason: why }, actor);
    });
  }

  /** @throws Problem 404, 422 */
  correct(
    calendarId: string,
    { reason: why, ...asked }: BodyOf<typeof correctCalendar>,
    actor: Actor,
  ): Promise<SeasonCalendar> {
    return this.commands.run(actor, correctCalendar.action, async (tx) => {
      const [before] = await calendars.lock(tx, [calendarId]);
      if (!before) throw new Problem(problems['not-found']);
      const after = { ...before, ...asked };
      if (after.reach === 'CITY') ordered(after);
      return this.save(tx, correctCalendar, { before, after, reason: why }, actor);
    });
  }

  /** @throws Problem 404 */
  async history(calendarId: string): Promise<CalendarHistory> {
    const entries = await this.transactions.run(allSchools, (tx) =>
      historyEntries(tx, calendars, calendarId),
    );
    if (entries.length === 0) throw new Problem(problems['not-found']);
    return { calendarId, entries };
  }

  private async save(
    tx: CommandTransaction,
    of: { readonly name: string },
    version: { before?: SeasonCalendar; after: SeasonCalendar; reason: string },
    actor: Actor,
  ): Promise<SeasonCalendar> {
    const [saved] = await this.transitions.save(tx, calendars, of, [version], { actor });
    return saved!;
  }
}

const NOT_SET = {
  title: '该招生季尚未设定日程',
  detail: 'The city has set no calendar for this season yet.',
};

/** @throws Problem 422 that names each field that is too early */
function ordered<Asked extends Windows>(asked: Asked): Asked {
  const errors = disorders(asked).map(({ field, before }) => ({
    path: field,
    code: 'too-early',
    message: `must not be before ${before}, ${asked[before]}`,
  }));
  if (errors.length > 0) throw new Problem(problems['calendar-disordered'], { errors });
  return asked;
}

async function expectSchool(tx: CommandTransaction, code: string): Promise<void> {
  const known = await tx.query('select from schools where school_code = $1', [code]);
  if (known.length === 0) throw new Problem(problems['unknown-school']);
}
