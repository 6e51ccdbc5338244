import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { type Transition, Single, Transitions } from '#aggregates';
import { type BodyOf, Command } from '#commands';
import { id } from '#contracts';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import { VIEW_ROLES } from '../view-roles.js';
import { confirmBalance, reopenBalance, returnBalance, SignBalance, signBalance } from './sign-balance.js';
import { balanceList, type takeoverBalances } from './takeover-balances.js';

type Balance = NonNullable<ReturnType<typeof takeoverBalances.stateOf>>;

@Tag('takeover-balances', '接管平账: rows of the files = stored + refused, signed off by the school')
@Controller('takeover-balances')
export class TakeoverBalancesController {
  constructor(
    private readonly transitions: Transitions,
    private readonly signing: SignBalance,
  ) {}

  @Get()
  @Summary({ zh: '查询接管平账', en: 'List the balances of the takeover' })
  @Roles(...VIEW_ROLES)
  @Answers(200, balanceList.page)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: balanceList.query }) query: object, @CurrentActor() actor: Actor) {
    return this.transitions.page(balanceList, query, actor);
  }

  @Command(signBalance)
  sign(@Body({ schema: signBalance.body }) body: BodyOf<typeof signBalance>, @CurrentActor() actor: Actor) {
    return this.signing.sign(body, actor);
  }

  @Single(confirmBalance, balanceList.view)
  confirm(
    @Param('balanceId', { schema: id }) balanceId: string,
    @Body({ schema: confirmBalance.body }) input: BodyOf<typeof confirmBalance>,
    @CurrentActor() actor: Actor,
  ) {
    // prettier-ignore
    return this.decide(confirmBalance, balanceId, input, actor);
  }

  @Single(returnBalance, balanceList.view)
  giveBack(
    @Param('balanceId', { schema: id }) balanceId: string,
    @Body({ schema: returnBalance.body }) input: BodyOf<typeof returnBalance>,
    @CurrentActor() actor: Actor,
  ) {
    // prettier-ignore
    return this.decide(returnBalance, balanceId, input, actor);
  }

  @Single(reopenBalance, balanceList.view)
  reopen(
    @Param('balanceId', { schema: id }) balanceId: string,
    @Body({ schema: reopenBalance.body }) input: BodyOf<typeof reopenBalance>,
    @CurrentActor() actor: Actor,
  ) {
    // prettier-ignore
    return this.decide(reopenBalance, balanceId, input, actor);
  }

  private decide<Input, Things>(
    step: Transition<Balance, Input, Things>,
    balanceId: string,
    input: Input,
    actor: Actor,
  ) {
    return this.transitions.one(step, balanceId, { input, actor }, async (_, state) => state);
  }
}
