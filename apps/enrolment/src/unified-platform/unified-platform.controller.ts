import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { type BodyOf, Command, ReadsOnly } from '#commands';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles } from '#security';
import { platformNumber as number } from '../domain/delivery.js';
import { problems } from '../problems.js';
import { DeliverApplications, deliverApplications } from './deliver-applications.js';
import { PlatformApplication, PlatformApplications } from './delivered.js';
import { DeliveryLookup, FindDeliveries } from './find-deliveries.js';
import { WithdrawDeliveries, withdrawDeliveries } from './withdraw-deliveries.js';

@Tag(
  'unified-platform',
  '职业教育统一招生平台: applications that a platform outside delivers, by its own numbers',
)
@Controller('unified-platform/applications')
export class UnifiedPlatformController {
  constructor(
    private readonly delivery: DeliverApplications,
    private readonly withdrawal: WithdrawDeliveries,
    private readonly findDeliveries: FindDeliveries,
  ) {}

  @Command(deliverApplications)
  deliver(
    @Body({ schema: deliverApplications.body }) body: BodyOf<typeof deliverApplications>,
    @CurrentActor() actor: Actor,
  ) {
    return this.delivery.deliver(body, actor);
  }

  @Command(withdrawDeliveries)
  withdraw(
    @Body({ schema: withdrawDeliveries.body }) body: BodyOf<typeof withdrawDeliveries>,
    @CurrentActor() actor: Actor,
  ) {
    return this.withdrawal.withdraw(body, actor);
  }

  @Post('lookup')
  @HttpCode(200)
  @ReadsOnly()
  @Summary({ zh: '按平台编号批量查询报送的报名', en: 'Look applications up by their platform numbers' })
  @Roles('unified-platform')
  @Answers(200, PlatformApplications)
  lookup(
    @Body({ schema: DeliveryLookup }) { platformNumbers }: z.infer<typeof DeliveryLookup>,
    @CurrentActor() actor: Actor,
  ) {
    return this.findDeliveries.find(platformNumbers, actor);
  }

  @Get(':platformNumber')
  @Summary({ zh: '按平台编号查询报送的报名', en: 'Read an application by its platform number' })
  @Roles('unified-platform')
  @Answers(200, PlatformApplication)
  @Refuses(problems, 'not-found')
  one(@Param('platformNumber', { schema: number }) platformNumber: string, @CurrentActor() actor: Actor) {
    return this.findDeliveries.one(platformNumber, actor);
  }
}
