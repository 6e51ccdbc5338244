import { Body, Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { Batch, Single, Transitions } from '#aggregates';
import type { BodyOf } from '#commands';
import { id } from '#contracts';
import { Answers, AnswersWorkbook, Refuses, Summary, Tag, workbookFile } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import type { RegistrationRules } from '../domain/rules.js';
import { problems } from '../problems.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { VIEW_ROLES } from '../view-roles.js';
import {
  FindPlacements,
  PlacementExport,
  PlacementFilter,
  PlacementHistory,
  PlacementPage,
  PlacementView,
  shownPlacement,
} from './find-placements.js';
import * as step from './send-students.js';

@Tag('placements', '实习: who works where and until when, insured and with consent')
@Controller('placements')
export class PlacementsController {
  constructor(
    private readonly transitions: Transitions,
    private readonly findPlacements: FindPlacements,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
  ) {}

  @Get()
  @Summary({ zh: '查询实习', en: 'List placements' })
  @Roles(...VIEW_ROLES)
  @Answers(200, PlacementPage)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: PlacementFilter }) query: PlacementFilter, @CurrentActor() actor: Actor) {
    return this.findPlacements.list(query, actor);
  }

  @Get('export')
  @Summary({ zh: '导出实习名单', en: 'Export the list of placements' })
  @Roles(...VIEW_ROLES)
  @AnswersWorkbook()
  @Refuses(scopeProblems, 'other-school')
  async export(@Query({ schema: PlacementExport }) query: PlacementExport, @CurrentActor() actor: Actor) {
    return workbookFile('placements', await this.findPlacements.workbook(query, actor));
  }

  @Get(':placementId/history')
  @Summary({ zh: '查看实习历史', en: 'Show the history of a placement' })
  @Roles(...VIEW_ROLES)
  @Answers(200, PlacementHistory)
  @Refuses(problems, 'not-found')
  history(@Param('placementId', { schema: id }) placementId: string, @CurrentActor() actor: Actor) {
    return this.findPlacements.history(placementId, actor);
  }

  @Single(step.correctPlacement, PlacementView)
  correct(
    @Param('placementId', { schema: id }) placementId: string,
    @Body({ schema: step.correctPlacement.body }) input: BodyOf<typeof step.correctPlacement>,
    @CurrentActor() actor: Actor,
  ) {
    const asked = { input, actor, given: this.given };
    return this.transitions.one(step.correctPlacement, placementId, asked, shownPlacement);
  }

  @Batch(step.sendStudents)
  send(
    @Body({ schema: step.sendStudents.body }) body: BodyOf<typeof step.sendStudents>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(step.sendStudents, body, { actor, given: this.given });
  }

  @Batch(step.extendPlacements)
  extend(
    @Body({ schema: step.extendPlacements.body }) body: BodyOf<typeof step.extendPlacements>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(step.extendPlacements, body, { actor, given: this.given });
  }

  @Batch(step.endPlacements)
  end(
    @Body({ schema: step.endPlacements.body }) body: BodyOf<typeof step.endPlacements>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(step.endPlacements, body, { actor });
  }

  @Batch(step.breakOffPlacements)
  breakOff(
    @Body({ schema: step.breakOffPlacements.body }) body: BodyOf<typeof step.breakOffPlacements>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(step.breakOffPlacements, body, { actor });
  }

  @Batch(step.resumePlacements)
  resume(
    @Body({ schema: step.resumePlacements.body }) body: BodyOf<typeof step.resumePlacements>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(step.resumePlacements, body, { actor, given: this.given });
  }

  @Batch(step.cancelPlacements)
  cancel(
    @Body({ schema: step.cancelPlacements.body }) body: BodyOf<typeof step.cancelPlacements>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(step.cancelPlacements, body, { actor });
  }

  private get given() {
    return { rules: this.rules };
  }
}
