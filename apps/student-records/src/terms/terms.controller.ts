import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { historyEntries, HistoryEntry, Single, Transitions } from '#aggregates';
import { type BodyOf, Command } from '#commands';
import { id } from '#contracts';
import { allSchools, Transactions } from '#database';
import { Answers, Problem, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import { z } from 'zod';
import { problems } from '../problems.js';
import { VIEW_ROLES } from '../view-roles.js';
import { cancelTerm, changeTerm, OpenTerm, openTerm, reopenTerm } from './open-term.js';
import { reopeningList, termList, terms } from './terms.js';

const TermHistory = z.object({ termId: id, entries: z.array(HistoryEntry) }).meta({ id: 'TermHistory' });

@Tag('terms', '学期: when it is, and until when schools confirm who studies in it')
@Controller('terms')
export class TermsController {
  constructor(
    private readonly transitions: Transitions,
    private readonly transactions: Transactions,
    private readonly opening: OpenTerm,
  ) {}

  @Command(openTerm)
  open(@Body({ schema: openTerm.body }) body: BodyOf<typeof openTerm>, @CurrentActor() actor: Actor) {
    return this.opening.open(body, actor);
  }

  @Get()
  @Summary({ zh: '查询学期', en: 'List terms' })
  @Roles(...VIEW_ROLES)
  @Answers(200, termList.page)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: termList.query }) query: object, @CurrentActor() actor: Actor) {
    return this.transitions.page(termList, query, actor);
  }

  @Get('reopenings')
  @Summary({ zh: '查询补办', en: 'List for which schools a term was reopened' })
  @Roles(...VIEW_ROLES)
  @Answers(200, reopeningList.page)
  @Refuses(scopeProblems, 'other-school')
  reopenings(@Query({ schema: reopeningList.query }) query: object, @CurrentActor() actor: Actor) {
    return this.transitions.page(reopeningList, query, actor);
  }

  @Get(':termId/history')
  @Summary({ zh: '查看学期历史', en: 'Show the history of a term' })
  @Roles(...VIEW_ROLES)
  @Answers(200, TermHistory)
  @Refuses(problems, 'not-found')
  async history(@Param('termId', { schema: id }) termId: string) {
    const entries = await this.transactions.run(allSchools, (tx) => historyEntries(tx, terms, termId));
    if (entries.length === 0) throw new Problem(problems['not-found']);
    return { termId, entries };
  }

  @Single(changeTerm, termList.view)
  change(
    @Param('termId', { schema: id }) termId: string,
    @Body({ schema: changeTerm.body }) input: BodyOf<typeof changeTerm>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(changeTerm, termId, { input, actor }, async (_, state) => state);
  }

  @Single(cancelTerm, termList.view)
  cancel(
    @Param('termId', { schema: id }) termId: string,
    @Body({ schema: cancelTerm.body }) input: BodyOf<typeof cancelTerm>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(cancelTerm, termId, { input, actor }, async (_, state) => state);
  }

  @Single(reopenTerm, reopeningList.view)
  reopen(
    @Param('termId', { schema: id }) termId: string,
    @Body({ schema: reopenTerm.body }) input: BodyOf<typeof reopenTerm>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(reopenTerm, termId, { input, actor }, async (_, state) => state);
  }
}
