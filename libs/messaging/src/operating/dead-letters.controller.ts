import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Repeatable, Unversioned } from '#commands';
import { Answers, commonProblems, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles } from '#security';
import { deadLetterProblems } from './dead-letter-problems.js';
import { Discard, DiscardDeadLetter } from './discard-dead-letter.js';
import {
  DeadLetterDetail,
  DeadLetterFilter,
  DeadLetterId,
  DeadLetterPage,
  FindDeadLetters,
} from './find-dead-letters.js';
import { Redrive, RedriveDeadLetters, RedriveOutcome } from './redrive-dead-letters.js';

/** Events that this service could not handle, for who operates it. */
@Tag('operating', 'Events that could not be handled, for who operates the service')
@Controller('dead-letters')
export class DeadLettersController {
  constructor(
    private readonly findDeadLetters: FindDeadLetters,
    private readonly redriveDeadLetters: RedriveDeadLetters,
    private readonly discardDeadLetter: DiscardDeadLetter,
  ) {}

  @Get()
  @Summary({ zh: '查询死信', en: 'List dead letters' })
  @Roles('operator', 'city-officer')
  @Answers(200, DeadLetterPage)
  list(@Query({ schema: DeadLetterFilter }) filter: DeadLetterFilter) {
    return this.findDeadLetters.list(filter);
  }

  @Get(':id')
  @Summary({ zh: '查看死信', en: 'Read a dead letter' })
  @Roles('operator', 'city-officer')
  @Answers(200, DeadLetterDetail)
  @Refuses(commonProblems, 'not-found')
  one(@Param('id', { schema: DeadLetterId }) id: string, @CurrentActor() actor: Actor) {
    return this.findDeadLetters.one(id, actor);
  }

  @Post('redrive')
  @Summary({ zh: '重新处理死信', en: 'Redrive dead letters' })
  @Repeatable()
  @Roles('operator')
  @Answers(200, RedriveOutcome)
  redrive(@Body({ schema: Redrive }) wanted: Redrive, @CurrentActor() actor: Actor) {
    return this.redriveDeadLetters.redrive(wanted, actor);
  }

  @Post(':id/discard')
  @Summary({ zh: '放弃死信', en: 'Discard a dead letter' })
  @Unversioned()
  @Roles('operator')
  @Answers(200, RedriveOutcome, 'Discarded; tells what became of the events behind it')
  @Refuses(commonProblems, 'not-found')
  @Refuses(deadLetterProblems, 'dead-letter-resolved', 'dead-letter-behind')
  discard(
    @Param('id', { schema: DeadLetterId }) id: string,
    @Body({ schema: Discard }) discard: Discard,
    @CurrentActor() actor: Actor,
  ) {
    return this.discardDeadLetter.discard(id, discard, actor);
  }
}
