import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { reconciliationProblems } from '#reconciliation';
import { Answers, Refuses } from '#runtime';
import { Roles } from '#security';
import { Reconcile } from './reconcile.js';
import { Reconciliation, ReconciliationFilter } from './reconciliation-view.js';

@ApiTags('reconciliation')
@Roles('operator', 'city-officer')
@Controller('reconciliation')
export class ReconciliationController {
  constructor(private readonly reconcile: Reconcile) {}

  @Get()
  @Answers(200, Reconciliation)
  @Refuses(reconciliationProblems, 'span-not-possible')
  show(@Query({ schema: ReconciliationFilter }) filter: ReconciliationFilter): Promise<Reconciliation> {
    return this.reconcile.run(filter);
  }
}
