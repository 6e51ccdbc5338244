import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { Batch, Single, type Transition, Transitions } from '#aggregates';
import { type BodyOf, Command } from '#commands';
import { id } from '#contracts';
import { Answers, AnswersWorkbook, Refuses, Summary, Tag, workbookFile } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import { problems } from '../problems.js';
import { VIEW_ROLES } from '../view-roles.js';
import * as step from './change-class.js';
import { ClassView, shownClass } from './class-view.js';
import { ClassExport, ClassFilter, ClassHistory, ClassPage, FindClasses } from './find-classes.js';
import { OpenClass, openClass } from './open-class.js';

@Tag('classes', '班级: who studies together, and with which head teacher')
@Controller('classes')
export class ClassesController {
  constructor(
    private readonly transitions: Transitions,
    private readonly opening: OpenClass,
    private readonly findClasses: FindClasses,
  ) {}

  @Command(openClass)
  open(@Body({ schema: openClass.body }) body: BodyOf<typeof openClass>, @CurrentActor() actor: Actor) {
    return this.opening.open(body, actor);
  }

  @Get()
  @Summary({ zh: '查询班级', en: 'List classes' })
  @Roles(...VIEW_ROLES)
  @Answers(200, ClassPage)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: ClassFilter }) query: ClassFilter, @CurrentActor() actor: Actor) {
    return this.findClasses.list(query, actor);
  }

  @Get('export')
  @Summary({ zh: '导出班级', en: 'Export the classes in the layout of their import' })
  @Roles(...VIEW_ROLES)
  @AnswersWorkbook()
  @Refuses(scopeProblems, 'other-school')
  async export(@Query({ schema: ClassExport }) query: ClassExport, @CurrentActor() actor: Actor) {
    return workbookFile('classes', await this.findClasses.workbook(query, actor));
  }

  @Get(':classId/history')
  @Summary({ zh: '查看班级历史', en: 'Show the history of a class' })
  @Roles(...VIEW_ROLES)
  @Answers(200, ClassHistory)
  @Refuses(problems, 'not-found')
  history(@Param('classId', { schema: id }) classId: string, @CurrentActor() actor: Actor) {
    return this.findClasses.history(classId, actor);
  }

  @Single(step.changeClass, ClassView)
  change(
    @Param('classId', { schema: id }) classId: string,
    @Body({ schema: step.changeClass.body }) input: BodyOf<typeof step.changeClass>,
    @CurrentActor() actor: Actor,
  ) {
    return this.taken(step.changeClass, classId, input, actor);
  }

  @Single(step.appointHeadTeacher, ClassView)
  appoint(
    @Param('classId', { schema: id }) classId: string,
    @Body({ schema: step.appointHeadTeacher.body }) input: BodyOf<typeof step.appointHeadTeacher>,
    @CurrentActor() actor: Actor,
  ) {
    return this.taken(step.appointHeadTeacher, classId, input, actor);
  }

  @Single(step.closeClass, ClassView)
  close(
    @Param('classId', { schema: id }) classId: string,
    @Body({ schema: step.closeClass.body }) input: BodyOf<typeof step.closeClass>,
    @CurrentActor() actor: Actor,
  ) {
    return this.taken(step.closeClass, classId, input, actor);
  }

  @Batch(step.closeClasses)
  closeAll(
    @Body({ schema: step.closeClasses.body }) body: BodyOf<typeof step.closeClasses>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(step.closeClasses, body, { actor });
  }

  @Single(step.reopenClass, ClassView)
  reopen(
    @Param('classId', { schema: id }) classId: string,
    @Body({ schema: step.reopenClass.body }) input: BodyOf<typeof step.reopenClass>,
    @CurrentActor() actor: Actor,
  ) {
    return this.taken(step.reopenClass, classId, input, actor);
  }

  private taken<Input>(of: Transition<any, Input>, classId: string, input: Input, actor: Actor) {
    return this.transitions.one(of, classId, { input, actor }, shownClass);
  }
}
