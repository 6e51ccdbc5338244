import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { Single, Transitions } from '#aggregates';
import { type BodyOf, Command, Repeatable, Unversioned } from '#commands';
import { id } from '#contracts';
import { Transactions } from '#database';
import { Answers, Problem, Refuses, Summary, Tag } from '#runtime';
import {
  type Actor,
  CurrentActor,
  expectOwnSchool,
  Roles,
  RevealRequest,
  scopeOf,
  scopeProblems,
  Sealer,
} from '#security';
import type { z } from 'zod';
import { problems } from '../problems.js';
import { ApproveIdentityChange, approveIdentityChange } from './approve-identity-change.js';
import {
  IdentityChangeFilter,
  IdentityChangePage,
  IdentityChangeView,
  pageOfChanges,
  showChange,
} from './identity-change-view.js';
import {
  identityChanges,
  rejectIdentityChange as reject,
  withdrawIdentityChange as withdraw,
} from './identity-changes.js';
import { IdentityChangePreview, previewOf } from './preview-identity-change.js';
import { RequestIdentityChange } from './request-identity-change.js';
import { requestUndo } from './requests.js';
import { RevealIdentityChange, revealIdentityChange } from './reveal-identity-change.js';

@Tag('identity-changes', '身份信息变更: corrections after the approval, and persons that are merged or split')
@Controller('identity-changes')
export class IdentityChangesController {
  constructor(
    private readonly transitions: Transitions,
    private readonly transactions: Transactions,
    private readonly approval: ApproveIdentityChange,
    private readonly requests: RequestIdentityChange,
    private readonly reveals: RevealIdentityChange,
    private readonly sealer: Sealer,
  ) {}

  @Get()
  @Roles('school-registrar', 'school-principal', 'district-officer', 'city-officer', 'inspector')
  @Summary({ zh: '查询身份信息变更', en: 'List changes of identities' })
  @Answers(200, IdentityChangePage)
  @Refuses(scopeProblems, 'other-school')
  list(
    @Query({ schema: IdentityChangeFilter }) query: z.infer<typeof IdentityChangeFilter>,
    @CurrentActor() actor: Actor,
  ) {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, query.schoolCode);
    return this.transactions.run(scope, (tx) => pageOfChanges(tx, query, this.sealer));
  }

  @Get(':changeId/preview')
  @Roles('city-officer')
  @Summary({ zh: '预览身份信息变更涉及的学籍', en: 'Preview what follows a change of identity' })
  @Answers(200, IdentityChangePreview)
  @Refuses(problems, 'not-found')
  preview(@Param('changeId', { schema: id }) changeId: string, @CurrentActor() actor: Actor) {
    return this.transactions.run(scopeOf(actor), async (tx) => {
      const [change] = await identityChanges.find(tx, 'change_id = $1', [changeId]);
      if (!change) throw new Problem(problems['not-found']);
      return previewOf(tx, change);
    });
  }

  @Command(revealIdentityChange)
  @Repeatable()
  reveal(
    @Param('changeId', { schema: id }) changeId: string,
    @Body({ schema: RevealRequest }) request: RevealRequest,
    @CurrentActor() actor: Actor,
  ) {
    return this.reveals.reveal(changeId, request, actor);
  }

  @Command(approveIdentityChange)
  approve(@Param('changeId', { schema: id }) changeId: string, @CurrentActor() actor: Actor) {
    return this.approval.approve(changeId, actor);
  }

  @Single(reject, IdentityChangeView)
  reject(
    @Param('changeId', { schema: id }) changeId: string,
    @Body({ schema: reject.body }) input: BodyOf<typeof reject>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(reject, changeId, { input, actor }, (tx) => showChange(tx, changeId, this.sealer)); // prettier-ignore
  }

  @Single(withdraw, IdentityChangeView)
  withdraw(
    @Param('changeId', { schema: id }) changeId: string,
    @Body({ schema: withdraw.body }) input: BodyOf<typeof withdraw>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(withdraw, changeId, { input, actor }, (tx) => showChange(tx, changeId, this.sealer)); // prettier-ignore
  }

  @Command(requestUndo)
  @Unversioned()
  undo(
    @Param('changeId', { schema: id }) changeId: string,
    @Body({ schema: requestUndo.body }) body: BodyOf<typeof requestUndo>,
    @CurrentActor() actor: Actor,
  ) {
    return this.requests.undo(changeId, body, actor);
  }
}
