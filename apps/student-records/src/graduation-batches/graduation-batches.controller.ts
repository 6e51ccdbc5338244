import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ReadsOnly } from '#commands';
import { id } from '#contracts';
import { Answers, Refuses, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import { problems } from '../problems.js';
import { READERS } from '../readers.js';
import { RegistrationBatchOutcome } from '../registrations/registration-batch.js';
import { ApproveGraduationBatch, GraduationApproval } from './approve-graduation-batch.js';
import { CheckGraduationBatch, GraduationCheck } from './check-graduation-batch.js';
import { CreateGraduationBatch, NewGraduationBatch } from './create-graduation-batch.js';
import { Exclusion, ExcludeFromGraduationBatch } from './exclude-from-graduation-batch.js';
import { FindGraduationBatch, GraduationBatchDetail } from './find-graduation-batch.js';
import { GraduationBatchView } from './graduation-batch-view.js';
import {
  GraduationBatchFilter,
  GraduationBatchPage,
  ListGraduationBatches,
} from './list-graduation-batches.js';
import { SubmitGraduationBatch } from './submit-graduation-batch.js';

/** 毕业: a registrar creates, checks, mends and submits a batch; the city, or its district, approves it whole. */
@Tag('graduation-batches', '毕业批次: the students whom a school puts forward, and their approval')
@Controller('graduation-batches')
export class GraduationBatchesController {
  constructor(
    private readonly listGraduationBatches: ListGraduationBatches,
    private readonly findGraduationBatch: FindGraduationBatch,
    private readonly createGraduationBatch: CreateGraduationBatch,
    private readonly checkGraduationBatch: CheckGraduationBatch,
    private readonly excludeFromGraduationBatch: ExcludeFromGraduationBatch,
    private readonly submitGraduationBatch: SubmitGraduationBatch,
    private readonly approveGraduationBatch: ApproveGraduationBatch,
  ) {}

  @Get()
  @Roles(...READERS)
  @Answers(200, GraduationBatchPage)
  @Refuses(scopeProblems, 'other-school')
  list(
    @Query({ schema: GraduationBatchFilter }) filter: GraduationBatchFilter,
    @CurrentActor() actor: Actor,
  ) {
    return this.listGraduationBatches.run(filter, actor);
  }

  @Get(':batchId')
  @Roles(...READERS)
  @Answers(200, GraduationBatchDetail)
  @Refuses(problems, 'not-found')
  one(@Param('batchId', { schema: id }) batchId: string, @CurrentActor() actor: Actor) {
    return this.findGraduationBatch.run(batchId, actor);
  }

  @Post()
  @Roles('school-registrar')
  @Answers(201, GraduationBatchView)
  @Refuses(problems, 'graduation-items-refused')
  create(@Body({ schema: NewGraduationBatch }) batch: NewGraduationBatch, @CurrentActor() actor: Actor) {
    return this.createGraduationBatch.run(batch, actor);
  }

  @Post(':batchId/check')
  @ReadsOnly()
  @Roles('school-registrar', 'district-officer', 'city-officer')
  @Answers(200, GraduationCheck)
  @Refuses(problems, 'not-found')
  check(@Param('batchId', { schema: id }) batchId: string, @CurrentActor() actor: Actor) {
    return this.checkGraduationBatch.run(batchId, actor);
  }

  @Post(':batchId/exclude')
  @Roles('school-registrar', 'city-officer')
  @Answers(200, RegistrationBatchOutcome)
  @Refuses(problems, 'not-found', 'batch-already-approved')
  exclude(
    @Param('batchId', { schema: id }) batchId: string,
    @Body({ schema: Exclusion }) exclusion: Exclusion,
    @CurrentActor() actor: Actor,
  ) {
    return this.excludeFromGraduationBatch.run(batchId, exclusion, actor);
  }

  @Post(':batchId/submit')
  @Roles('school-registrar')
  @Answers(200, GraduationBatchView)
  @Refuses(problems, 'not-found', 'batch-not-draft', 'batch-is-empty', 'graduation-items-failing')
  submit(@Param('batchId', { schema: id }) batchId: string, @CurrentActor() actor: Actor) {
    return this.submitGraduationBatch.run(batchId, actor);
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
    return this.approveGraduationBatch.run(batchId, actor);
  }
}
