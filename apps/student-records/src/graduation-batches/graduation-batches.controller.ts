import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ReadsOnly } from '#commands';
import { id } from '#contracts';
import { Answers, Refuses, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import { batchOutcome } from '#aggregates';
import { problems } from '../problems.js';
import { registrations } from '../registrations/registrations.js';
import { VIEW_ROLES } from '../view-roles.js';
import { ApproveGraduationBatch, GraduationApproval } from './approve-graduation-batch.js';
import { CheckGraduationBatch, GraduationCheck } from './check-graduation-batch.js';
import { CreateGraduationBatch, NewGraduationBatch } from './create-graduation-batch.js';
import { Exclusion, ExcludeFromGraduationBatch } from './exclude-from-graduation-batch.js';
import {
  FindGraduationBatches,
  GraduationBatchDetail,
  GraduationBatchFilter,
  GraduationBatchPage,
} from './find-graduation-batches.js';
import { GraduationBatchView } from './graduation-batch-view.js';
import { SubmitGraduationBatch } from './submit-graduation-batch.js';

/** 毕业: a registrar creates, checks, mends and submits a batch; the city, or its district, approves it whole. */
@Tag('graduation-batches', '毕业批次: the students whom a school puts forward, and their approval')
@Controller('graduation-batches')
export class GraduationBatchesController {
  constructor(
    private readonly findGraduationBatches: FindGraduationBatches,
    private readonly createGraduationBatch: CreateGraduationBatch,
    private readonly checkGraduationBatch: CheckGraduationBatch,
    private readonly excludeFromGraduationBatch: ExcludeFromGraduationBatch,
    private readonly submitGraduationBatch: SubmitGraduationBatch,
    private readonly approveGraduationBatch: ApproveGraduationBatch,
  ) {}

  @Get()
  @Roles(...VIEW_ROLES)
  @Answers(200, GraduationBatchPage)
  @Refuses(scopeProblems, 'other-school')
  list(
    @Query({ schema: GraduationBatchFilter }) filter: GraduationBatchFilter,
    @CurrentActor() actor: Actor,
  ) {
    return this.findGraduationBatches.list(filter, actor);
  }

  @Get(':batchId')
  @Roles(...VIEW_ROLES)
  @Answers(200, GraduationBatchDetail)
  @Refuses(problems, 'not-found')
  one(@Param('batchId', { schema: id }) batchId: string, @CurrentActor() actor: Actor) {
    return this.findGraduationBatches.find(batchId, actor);
  }

  @Post()
  @Roles('school-registrar')
  @Answers(201, GraduationBatchView)
  @Refuses(problems, 'graduation-items-refused')
  create(@Body({ schema: NewGraduationBatch }) batch: NewGraduationBatch, @CurrentActor() actor: Actor) {
    return this.createGraduationBatch.create(batch, actor);
  }

  @Post(':batchId/check')
  @ReadsOnly()
  @Roles('school-registrar', 'district-officer', 'city-officer')
  @Answers(200, GraduationCheck)
  @Refuses(problems, 'not-found')
  check(@Param('batchId', { schema: id }) batchId: string, @CurrentActor() actor: Actor) {
    return this.checkGraduationBatch.check(batchId, actor);
  }

  @Post(':batchId/exclude')
  @Roles('school-registrar', 'city-officer')
  @Answers(200, batchOutcome(registrations))
  @Refuses(problems, 'not-found', 'batch-already-approved')
  exclude(
    @Param('batchId', { schema: id }) batchId: string,
    @Body({ schema: Exclusion }) exclusion: Exclusion,
    @CurrentActor() actor: Actor,
  ) {
    return this.excludeFromGraduationBatch.exclude(batchId, exclusion, actor);
  }

  @Post(':batchId/submit')
  @Roles('school-registrar')
  @Answers(200, GraduationBatchView)
  @Refuses(problems, 'not-found', 'batch-not-draft', 'batch-is-empty', 'graduation-items-failing')
  submit(@Param('batchId', { schema: id }) batchId: string, @CurrentActor() actor: Actor) {
    return this.submitGraduationBatch.submit(batchId, actor);
  }

  @Post(':batchId/approve')
  @Roles('district-officer', 'city-officer')
  @Answers(200, GraduationApproval)
  @Refuses(
    problems,
    'not-found',
    'batch-not-submitted',
    'batch-already-approved',
    'city-decides',
    'approver-is-submitter',
    'graduation-items-failing',
  )
  approve(@Param('batchId', { schema: id }) batchId: string, @CurrentActor() actor: Actor) {
    return this.approveGraduationBatch.approve(batchId, actor);
  }
}
