import { Controller, Get, Query } from '@nestjs/common';
import { reconciliationProblems } from '#reconciliation';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { Roles } from '#security';
import { Reconcile } from './reconcile.js';
import { Reconciliation, ReconciliationFilter } from './reconciliation-view.js';

@Tag(
  'reconciliation',
  '对账: what is told to the other services for comparison, and what the comparison found',
)
@Roles('operator', 'city-officer')
@Controller('reconciliation')
export class ReconciliationController {
  constructor(private readonly reconcile: Reconcile) {}

  @Get()
  @Summary({ zh: '对账', en: 'Compare what the services hold' })
  @Answers(200, Reconciliation)
  @Refuses(reconciliationProblems, 'span-not-possible')
  show(@Query({ schema: ReconciliationFilter }) filter: ReconciliationFilter): Promise<Reconciliation> {
    return this.reconcile.compare(filter);
  }
}
