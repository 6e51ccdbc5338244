import { Body, Controller, Post } from '@nestjs/common';
import { z } from 'zod';
import { Commands, Repeatable } from '#commands';
import { Answers, Problem, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles } from '#security';
import { actions } from './actions.js';
import { PublishDigests, type PublishedRun } from './publish-digests.js';
import { reconciliationProblems } from './reconciliation-problems.js';
import { spanFilter, spanOf } from './span.js';

const DigestRequest = z.strictObject(spanFilter).meta({ id: 'DigestRequest' });
const DigestRun = z
  .object({
    service: z.string(),
    asOf: z.iso.datetime().describe('All that was committed by then is counted'),
    from: z.iso.date(),
    to: z.iso.date(),
    digests: z.int().describe('Of how many schools and days'),
  })
  .meta({ id: 'DigestRun' });

/** 对账: what an operator does when they cannot wait for tonight. */
@Tag(
  'reconciliation',
  '对账: what is told to the other services for comparison, and what the comparison found',
)
@Roles('operator')
@Controller('reconciliation')
export class DigestsController {
  constructor(
    private readonly publishDigests: PublishDigests,
    private readonly commands: Commands,
  ) {}

  @Post('digests')
  @Summary({ zh: '发布对账摘要', en: 'Publish digests' })
  @Repeatable()
  @Answers(200, DigestRun)
  @Refuses(reconciliationProblems, 'span-not-possible')
  async publish(
    @Body({ schema: DigestRequest }) request: z.infer<typeof DigestRequest>,
    @CurrentActor() actor: Actor,
  ): Promise<PublishedRun> {
    const span = spanOf(request, new Date());
    if (!span) throw spanNotPossible();
    await this.commands.begin(actor, actions['publish-digests']);
    return this.publishDigests.publish(span);
  }
}

export const spanNotPossible = () => new Problem(reconciliationProblems['span-not-possible']);
