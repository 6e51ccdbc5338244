import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { Transitions } from '#aggregates';
import { type BodyOf, Command } from '#commands';
import { id } from '#contracts';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems, STAFF_ROLES } from '#security';
import { problems } from '../problems.js';
import { CalendarHistory, calendarList, correctCalendar, extendCalendar, setCalendar } from './calendars.js';
import { SetCalendar } from './set-calendar.js';

@Tag('calendars', '招生日程: when in a season what may be done, for all schools or for one')
@Controller('calendars')
export class CalendarController {
  constructor(
    private readonly transitions: Transitions,
    private readonly calendars: SetCalendar,
  ) {}

  @Command(setCalendar)
  set(@Body({ schema: setCalendar.body }) body: BodyOf<typeof setCalendar>, @CurrentActor() actor: Actor) {
    return this.calendars.set(body, actor);
  }

  @Command(extendCalendar)
  extend(
    @Body({ schema: extendCalendar.body }) body: BodyOf<typeof extendCalendar>,
    @CurrentActor() actor: Actor,
  ) {
    return this.calendars.extend(body, actor);
  }

  @Command(correctCalendar)
  correct(
    @Param('calendarId', { schema: id }) calendarId: string,
    @Body({ schema: correctCalendar.body }) body: BodyOf<typeof correctCalendar>,
    @CurrentActor() actor: Actor,
  ) {
    return this.calendars.correct(calendarId, body, actor);
  }

  @Get()
  @Summary({ zh: '查询招生日程', en: 'List the calendars of the seasons' })
  @Roles(...STAFF_ROLES)
  @Answers(200, calendarList.page)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: calendarList.query }) query: object, @CurrentActor() actor: Actor) {
    return this.transitions.page(calendarList, query, actor);
  }

  @Get(':calendarId/history')
  @Summary({ zh: '查看招生日程历史', en: 'Show the history of a calendar' })
  @Roles(...STAFF_ROLES)
  @Answers(200, CalendarHistory)
  @Refuses(problems, 'not-found')
  history(@Param('calendarId', { schema: id }) calendarId: string) {
    return this.calendars.history(calendarId);
  }
}
