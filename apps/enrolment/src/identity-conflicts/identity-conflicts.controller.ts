import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { Single, Transitions } from '#aggregates';
import type { BodyOf } from '#commands';
import { id } from '#contracts';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import { conflictList, reopenConflict as reopen, resolveConflict as resolve } from './identity-conflicts.js';

@Tag(
  'identity-conflicts',
  '身份冲突: applications that may be of one person, or that name one document differently',
)
@Controller('identity-conflicts')
export class IdentityConflictsController {
  constructor(private readonly transitions: Transitions) {}

  @Get()
  @Roles('city-officer')
  @Summary({ zh: '查询身份冲突', en: 'List the conflicts of identities' })
  @Answers(200, conflictList.page)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: conflictList.query }) query: object, @CurrentActor() actor: Actor) {
    return this.transitions.page(conflictList, query, actor);
  }

  @Single(resolve, conflictList.view)
  resolve(
    @Param('conflictId', { schema: id }) conflictId: string,
    @Body({ schema: resolve.body }) input: BodyOf<typeof resolve>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(resolve, conflictId, { input, actor }, shown);
  }

  @Single(reopen, conflictList.view)
  reopen(
    @Param('conflictId', { schema: id }) conflictId: string,
    @Body({ schema: reopen.body }) input: BodyOf<typeof reopen>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(reopen, conflictId, { input, actor }, shown);
  }
}

const shown = (_: unknown, conflict: object) => Promise.resolve(conflictList.view.parse(conflict));
