import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Repeatable, Unversioned } from '#commands';
import { Answers, commonProblems, Refuses, Tag } from '#runtime';
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
  @Roles('operator', 'city-officer')
  @Answers(200, DeadLetterPage)
  list(@Query({ schema: DeadLetterFilter }) filter: DeadLetterFilter) {
    return this.findDeadLetters.list(filter);
  }

  @Get(':id')
  @Roles('operator', 'city-officer')
  @Answers(200, DeadLetterDetail)
  @Refuses(commonProblems, 'not-found')
  one(@Param('id', { schema: DeadLetterId }) id: string, @CurrentActor() actor: Actor) {
    return this.findDeadLetters.one(id, actor);
  }

  @Post('redrive')
  @Repeatable()
  @Roles('operator')
  @Answers(200, RedriveOutcome)
  redrive(@Body({ schema: Redrive }) wanted: Redrive, @CurrentActor() actor: Actor) {
    return this.redriveDeadLetters.run(wanted, actor);
  }

  @Post(':id/discard')
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
    return this.discardDeadLetter.run(id, discard, actor);
  }
}
