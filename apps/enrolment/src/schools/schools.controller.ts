import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { Single, Transitions } from '#aggregates';
import { type BodyOf, Command } from '#commands';
import { schoolCode } from '#contracts';
import type { Transaction } from '#database';
import { Answers, AnswersWorkbook, Refuses, Summary, Tag, workbookFile } from '#runtime';
import { type Actor, CurrentActor, Roles, STAFF_ROLES } from '#security';
import { problems } from '../problems.js';
import type { School } from '../domain/school.js';
import { ChangeSchool, changeSchool } from './change-school.js';
import {
  FindSchools,
  LiveView,
  SchoolExport,
  SchoolFilter,
  SchoolHistory,
  SchoolPage,
  SchoolView,
  viewsOf,
} from './find-schools.js';
import { grantLevelExemption, withdrawLevelExemption } from './level-exemptions.js';
import { RegisterSchool, registerSchool } from './register-school.js';

@Tag('schools', '院校: the register of technician schools')
@Controller('schools')
export class SchoolsController {
  constructor(
    private readonly registering: RegisterSchool,
    private readonly changing: ChangeSchool,
    private readonly transitions: Transitions,
    private readonly findSchools: FindSchools,
  ) {}

  @Command(registerSchool)
  register(
    @Body({ schema: registerSchool.body }) school: BodyOf<typeof registerSchool>,
    @CurrentActor() actor: Actor,
  ) {
    return this.registering.register(school, actor);
  }

  @Get()
  @Summary({ zh: '查询院校', en: 'List the schools' })
  @Roles(...STAFF_ROLES)
  @Answers(200, SchoolPage)
  list(@Query({ schema: SchoolFilter }) filter: SchoolFilter) {
    return this.findSchools.list(filter);
  }

  @Get('export')
  @Summary({ zh: '导出院校', en: 'Export the schools in the layout of their import' })
  @Roles(...STAFF_ROLES)
  @AnswersWorkbook()
  async export(@Query({ schema: SchoolExport }) filter: SchoolExport) {
    return workbookFile('schools', await this.findSchools.workbook(filter));
  }

  @Get(':schoolCode')
  @Summary({ zh: '查看院校', en: 'Read a school' })
  @Roles(...STAFF_ROLES)
  @Answers(200, SchoolView)
  @Refuses(problems, 'not-found')
  one(@Param('schoolCode', { schema: schoolCode }) code: string) {
    return this.findSchools.find(code);
  }

  @Get(':schoolCode/live')
  @Summary({ zh: '查看院校未了结事项', en: 'Count what is live at a school, before it is closed or merged' })
  @Roles('city-officer')
  @Answers(200, LiveView)
  @Refuses(problems, 'not-found')
  live(@Param('schoolCode', { schema: schoolCode }) code: string) {
    return this.findSchools.live(code);
  }

  @Get(':schoolCode/history')
  @Summary({ zh: '查看院校沿革', en: 'Read the history of a school' })
  @Roles('city-officer', 'inspector', 'operator')
  @Answers(200, SchoolHistory)
  @Refuses(problems, 'not-found')
  history(@Param('schoolCode', { schema: schoolCode }) code: string) {
    return this.findSchools.history(code);
  }

  @Command(changeSchool)
  change(
    @Param('schoolCode', { schema: schoolCode }) code: string,
    @Body({ schema: changeSchool.body }) change: BodyOf<typeof changeSchool>,
    @CurrentActor() actor: Actor,
  ) {
    return this.changing.change(code, change, actor);
  }

  @Single(grantLevelExemption, SchoolView)
  grant(
    @Param('schoolCode', { schema: schoolCode }) code: string,
    @Body({ schema: grantLevelExemption.body }) input: BodyOf<typeof grantLevelExemption>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(grantLevelExemption, code, { input, actor }, viewOf);
  }

  @Single(withdrawLevelExemption, SchoolView)
  withdraw(
    @Param('schoolCode', { schema: schoolCode }) code: string,
    @Body({ schema: withdrawLevelExemption.body }) input: BodyOf<typeof withdrawLevelExemption>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(withdrawLevelExemption, code, { input, actor }, viewOf);
  }
}

const viewOf = async (tx: Transaction, school: School) => (await viewsOf(tx, [school]))[0]!;
