import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Single, Transitions } from '#aggregates';
import { type BodyOf, Command, ReadsOnly } from '#commands';
import { id } from '#contracts';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import { problems } from '../problems.js';
import { VIEW_ROLES } from '../view-roles.js';
import { ApproveGraduationBatch, approveGraduationBatch } from './approve-graduation-batch.js';
import { CheckGraduationBatch, GraduationCheck } from './check-graduation-batch.js';
import { CreateGraduationBatch, createGraduationBatch } from './create-graduation-batch.js';
import { ExcludeFromGraduationBatch, excludeFromGraduationBatch } from './exclude-from-graduation-batch.js';
import {
  FindGraduationBatches,
  GraduationBatchDetail,
  GraduationBatchFilter,
  GraduationBatchPage,
} from './find-graduation-batches.js';
import { GraduationBatchView, showGraduationBatch } from './graduation-batch-view.js';
import {
  discardGraduationBatch as discard,
  recallGraduationBatch as recall,
  returnGraduationBatch as giveBack,
} from './move-graduation-batch.js';
import { SubmitGraduationBatch, submitGraduationBatch } from './submit-graduation-batch.js';

/** 毕业: a registrar creates, checks, mends and submits a batch; the city, or its district, approves it whole. */
@Tag('graduation-batches', '毕业批次: the students whom a school puts forward, and their approval')
@Controller('graduation-batches')
export class GraduationBatchesController {
  constructor(
    private readonly transitions: Transitions,
    private readonly findBatches: FindGraduationBatches,
    private readonly createBatch: CreateGraduationBatch,
    private readonly checkBatch: CheckGraduationBatch,
    private readonly excludeFromBatch: ExcludeFromGraduationBatch,
    private readonly submitBatch: SubmitGraduationBatch,
    private readonly approveBatch: ApproveGraduationBatch,
  ) {}

  @Get()
  @Summary({ zh: '查询毕业批次', en: 'List graduation batches' })
  @Roles(...VIEW_ROLES)
  @Answers(200, GraduationBatchPage)
  @Refuses(scopeProblems, 'other-school')
  list(
    @Query({ schema: GraduationBatchFilter }) filter: GraduationBatchFilter,
    @CurrentActor() actor: Actor,
  ) {
    return this.findBatches.list(filter, actor);
  }

  @Get(':batchId')
  @Summary({ zh: '查看毕业批次', en: 'Show a graduation batch' })
  @Roles(...VIEW_ROLES)
  @Answers(200, GraduationBatchDetail)
  @Refuses(problems, 'not-found')
  one(@Param('batchId', { schema: id }) batchId: string, @CurrentActor() actor: Actor) {
    return this.findBatches.find(batchId, actor);
  }

  @Command(createGraduationBatch)
  create(
    @Body({ schema: createGraduationBatch.body }) batch: BodyOf<typeof createGraduationBatch>,
    @CurrentActor() actor: Actor,
  ) {
    return this.createBatch.create(batch, actor);
  }

  @Post(':batchId/check')
  @Summary({ zh: '核查毕业资格', en: 'Check who may graduate' })
  @ReadsOnly()
  @Roles('school-registrar', 'district-officer', 'city-officer')
  @Answers(200, GraduationCheck)
  @Refuses(problems, 'not-found', 'other-authority')
  check(@Param('batchId', { schema: id }) batchId: string, @CurrentActor() actor: Actor) {
    return this.checkBatch.check(batchId, actor);
  }

  @Command(excludeFromGraduationBatch)
  exclude(
    @Param('batchId', { schema: id }) batchId: string,
    @Body({ schema: excludeFromGraduationBatch.body }) body: BodyOf<typeof excludeFromGraduationBatch>,
    @CurrentActor() actor: Actor,
  ) {
    return this.excludeFromBatch.exclude(batchId, body, actor);
  }

  @Command(submitGraduationBatch)
  submit(@Param('batchId', { schema: id }) batchId: string, @CurrentActor() actor: Actor) {
    return this.submitBatch.submit(batchId, actor);
  }

  @Command(approveGraduationBatch)
  approve(@Param('batchId', { schema: id }) batchId: string, @CurrentActor() actor: Actor) {
    return this.approveBatch.approve(batchId, actor);
  }

  @Single(recall, GraduationBatchView)
  recall(
    @Param('batchId', { schema: id }) batchId: string,
    @Body({ schema: recall.body }) input: BodyOf<typeof recall>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(recall, batchId, { input, actor }, (tx) => showGraduationBatch(tx, batchId));
  }

  @Single(giveBack, GraduationBatchView)
  giveBack(
    @Param('batchId', { schema: id }) batchId: string,
    @Body({ schema: giveBack.body }) input: BodyOf<typeof giveBack>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(giveBack, batchId, { input, actor }, (tx) =>
      showGraduationBatch(tx, batchId),
    );
  }

  @Single(discard, GraduationBatchView)
  discard(
    @Param('batchId', { schema: id }) batchId: string,
    @Body({ schema: discard.body }) input: BodyOf<typeof discard>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(discard, batchId, { input, actor }, (tx) => showGraduationBatch(tx, batchId));
  }
}
