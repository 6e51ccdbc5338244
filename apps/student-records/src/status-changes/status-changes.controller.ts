import { Body, Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { Batch, historyEntries, Transitions } from '#aggregates';
import type { BodyOf } from '#commands';
import { id } from '#contracts';
import { Transactions } from '#database';
import { Answers, Problem, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeOf, scopeProblems } from '#security';
import type { RegistrationRules } from '../domain/rules.js';
import { PersonVault } from '../persons/person-vault.js';
import { problems } from '../problems.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { VIEW_ROLES } from '../view-roles.js';
import {
  approveStatusChanges as approve,
  cancelStatusChanges as cancel,
  rejectStatusChanges as reject,
} from './decide-status-changes.js';
import {
  requestStatusChanges as request,
  reviseStatusChanges as revise,
  submitStatusChanges as submit,
} from './request-status-changes.js';
import { reverseStatusChanges as reverse } from './reverse-status-changes.js';
import { ChangeHistory, changeList, statusChanges } from './status-changes.js';

@Tag(
  'status-changes',
  '学籍异动: what changes or ends a study, from the request to the day on which it takes effect',
)
@Controller('status-changes')
export class StatusChangesController {
  constructor(
    private readonly transitions: Transitions,
    private readonly transactions: Transactions,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
    private readonly vault: PersonVault,
  ) {}

  @Get()
  @Roles(...VIEW_ROLES)
  @Summary({ zh: '查询学籍异动', en: 'List status changes' })
  @Answers(200, changeList.page)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: changeList.query }) query: object, @CurrentActor() actor: Actor) {
    return this.transitions.page(changeList, query, actor);
  }

  @Get(':changeId/history')
  @Roles(...VIEW_ROLES)
  @Summary({ zh: '查看学籍异动办理过程', en: 'Show the history of a status change' })
  @Answers(200, ChangeHistory)
  @Refuses(problems, 'not-found')
  async history(@Param('changeId', { schema: id }) changeId: string, @CurrentActor() actor: Actor) {
    const entries = await this.transactions.run(scopeOf(actor), (tx) =>
      historyEntries(tx, statusChanges, changeId),
    );
    if (entries.length === 0) throw new Problem(problems['not-found']);
    return { changeId, entries };
  }

  @Batch(request)
  request(@Body({ schema: request.body }) body: BodyOf<typeof request>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(request, body, { actor, given: { rules: this.rules } });
  }

  @Batch(submit)
  submit(@Body({ schema: submit.body }) body: BodyOf<typeof submit>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(submit, body, { actor, given: { rules: this.rules } });
  }

  @Batch(revise)
  revise(@Body({ schema: revise.body }) body: BodyOf<typeof revise>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(revise, body, { actor, given: { rules: this.rules } });
  }

  @Batch(reverse)
  reverse(@Body({ schema: reverse.body }) body: BodyOf<typeof reverse>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(reverse, body, { actor });
  }

  @Batch(approve)
  approve(@Body({ schema: approve.body }) body: BodyOf<typeof approve>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(approve, body, { actor, given: { rules: this.rules, vault: this.vault } });
  }

  @Batch(reject)
  reject(@Body({ schema: reject.body }) body: BodyOf<typeof reject>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(reject, body, { actor, given: { rules: this.rules, vault: this.vault } });
  }

  @Batch(cancel)
  cancel(@Body({ schema: cancel.body }) body: BodyOf<typeof cancel>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(cancel, body, { actor });
  }
}
