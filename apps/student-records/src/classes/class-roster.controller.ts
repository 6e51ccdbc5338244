import { Controller, Get, Param, Query } from '@nestjs/common';
import { id } from '#contracts';
import { Answers, AnswersWorkbook, Refuses, Summary, Tag, workbookFile } from '#runtime';
import { type Actor, CurrentActor, Roles } from '#security';
import { problems } from '../problems.js';
import { VIEW_ROLES } from '../view-roles.js';
import { ClassRoster, RosterExport, RosterFilter, RosterPage } from './class-roster.js';

@Tag('classes', '班级: who studies together, and with which head teacher')
@Controller('classes/:classId/students')
export class ClassRosterController {
  constructor(private readonly roster: ClassRoster) {}

  @Get()
  @Summary({ zh: '查询班级名册', en: 'List who was in a class on a day' })
  @Roles(...VIEW_ROLES)
  @Answers(200, RosterPage)
  @Refuses(problems, 'not-found')
  list(
    @Param('classId', { schema: id }) classId: string,
    @Query({ schema: RosterFilter }) query: RosterFilter,
    @CurrentActor() actor: Actor,
  ) {
    return this.roster.page(classId, query, actor);
  }

  @Get('export')
  @Summary({ zh: '导出班级名册', en: 'Export who was in a class on a day' })
  @Roles(...VIEW_ROLES)
  @AnswersWorkbook()
  @Refuses(problems, 'not-found')
  async export(
    @Param('classId', { schema: id }) classId: string,
    @Query({ schema: RosterExport }) query: RosterExport,
    @CurrentActor() actor: Actor,
  ) {
    return workbookFile('class-roster', await this.roster.workbook(classId, query, actor));
  }
}
