import { Body, Controller, Post } from '@nestjs/common';
import { z } from 'zod';
import { Repeatable } from '#commands';
import { schoolCode } from '#contracts';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles } from '#security';
import { CheckTopic, type TopicCheck } from './check-topic.js';
import { reconciliationProblems } from './reconciliation-problems.js';
import { Republish, type Republished } from './republish.js';

const RepublishRequest = z
  .strictObject({
    topic: z.string().max(100).describe('The declared name, without a prefix'),
    schoolCode: schoolCode.optional(),
    after: z.string().min(1).max(100).optional().describe('`next` of the answer before'),
  })
  .meta({ id: 'RepublishRequest' });
const RepublishedView = z
  .object({
    topic: z.string(),
    events: z.int(),
    next: z.string().optional().describe('There is more: ask again with it as `after`'),
  })
  .meta({ id: 'Republished' });

const CheckRequest = z
  .strictObject({
    topic: z.string().max(100).describe('A state topic of this service'),
    repair: z.boolean().default(false).describe('Replay what is missing, older or different'),
  })
  .meta({ id: 'TopicCheckRequest' });
const TopicCheckView = z
  .object({
    topic: z.string(),
    rows: z.int(),
    differing: z.int(),
    republished: z.int(),
    keys: z
      .array(
        z.object({
          key: z.string(),
          difference: z.enum(['MISSING', 'OLDER', 'NEWER', 'DIFFERENT', 'SUPERFLUOUS']),
        }),
      )
      .describe('The first thousand'),
  })
  .meta({ id: 'TopicCheck' });

/** 重发: for readers who lost what they had read, or came too late for it. */
@Tag(
  'reconciliation',
  '对账: what is told to the other services for comparison, and what the comparison found',
)
@Roles('operator')
@Controller('republish')
export class RepublishController {
  constructor(
    private readonly republish: Republish,
    private readonly checkTopic: CheckTopic,
  ) {}

  @Post()
  @Summary({ zh: '重发主题数据', en: 'Replay a topic' })
  @Repeatable()
  @Answers(200, RepublishedView)
  @Refuses(reconciliationProblems, 'topic-not-republished')
  run(
    @Body({ schema: RepublishRequest }) request: z.infer<typeof RepublishRequest>,
    @CurrentActor() actor: Actor,
  ): Promise<Republished> {
    return this.republish.page(request, actor);
  }

  @Post('check')
  @Summary({ zh: '核对主题数据', en: 'Check a state topic against its table' })
  @Repeatable()
  @Answers(200, TopicCheckView)
  @Refuses(reconciliationProblems, 'topic-not-republished')
  check(
    @Body({ schema: CheckRequest }) request: z.infer<typeof CheckRequest>,
    @CurrentActor() actor: Actor,
  ): Promise<TopicCheck> {
    return this.checkTopic.check(request, actor);
  }
}
