import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { Transitions } from '#aggregates';
import { type BodyOf, Command } from '#commands';
import { id } from '#contracts';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, STAFF_ROLES } from '#security';
import { problems } from '../problems.js';
import { KeepCalendars } from './keep-calendars.js';
import {
  correctWorkingCalendar as correct,
  loadWorkingCalendar as load,
  WorkingCalendarHistory,
  workingCalendarList,
} from './working-calendars.js';

@Tag(
  'working-calendars',
  '工作日历: the holidays and shifted working days of each year, by which deadlines run',
)
@Controller('working-calendars')
export class WorkingDaysController {
  constructor(
    private readonly transitions: Transitions,
    private readonly calendars: KeepCalendars,
  ) {}

  @Command(load)
  load(@Body({ schema: load.body }) body: BodyOf<typeof load>, @CurrentActor() actor: Actor) {
    return this.calendars.load(body, actor);
  }

  @Command(correct)
  correct(
    @Param('calendarId', { schema: id }) calendarId: string,
    @Body({ schema: correct.body }) body: BodyOf<typeof correct>,
    @CurrentActor() actor: Actor,
  ) {
    return this.calendars.correct(calendarId, body, actor);
  }

  @Get()
  @Summary({ zh: '查询工作日历', en: 'List the calendars of working days' })
  @Roles(...STAFF_ROLES)
  @Answers(200, workingCalendarList.page)
  list(@Query({ schema: workingCalendarList.query }) query: object, @CurrentActor() actor: Actor) {
    return this.transitions.page(workingCalendarList, query, actor);
  }

  @Get(':calendarId/history')
  @Summary({ zh: '查看工作日历历史', en: 'Show the history of a calendar of working days' })
  @Roles(...STAFF_ROLES)
  @Answers(200, WorkingCalendarHistory)
  @Refuses(problems, 'not-found')
  history(@Param('calendarId', { schema: id }) calendarId: string) {
    return this.calendars.history(calendarId);
  }
}
