import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { askedBy, transition, Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { Problem } from '#runtime';
import { accountableReason, type Actor, clearText } from '#security';
import * as rules from '../domain/takeover-balance.js';
import { balanceRefusals as refuses } from '../domain/takeover-refusals.js';
import { problems } from '../problems.js';
import { decidingContext } from '../schools/deciding.js';
import { balanceList, countTakeover, lockBalance, takeoverBalances } from './takeover-balances.js';

export const signBalance = command({
  name: 'sign-takeover-balance',
  path: '',
  roles: ['school-registrar'],
  sentence: { zh: '签认了接管平账', en: 'signed the balance of the takeover off' },
  body: z.strictObject({
    kind: z.enum(rules.TAKEOVER_KINDS).default('STOCK').meta({ description: '在籍学生、历届毕业生' }),
    remark: clearText(200)
      .optional()
      .meta({ description: '未接管的行的去向', example: '3 行已在第二个文件中更正' }),
  }),
  answers: [201, balanceList.view],
  refuses: [
    problems,
    'takeover-signed-off',
    'takeover-running',
    'takeover-empty',
    'refused-rows-unexplained',
    'balance-does-not-add-up',
  ],
});

/** 签认: the figures are counted at this moment, while nothing is being stored. */
@Injectable()
export class SignBalance {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
  ) {}

  /** @throws Problem 409 */
  sign(body: BodyOf<typeof signBalance>, actor: Actor): Promise<rules.TakeoverBalance> {
    return this.commands.run(actor, signBalance.action, async (tx) => {
      const schoolCode = actor.schoolCode!;
      const { kind } = body;
      const known = await lockBalance(tx, schoolCode, kind);
      const { figures, importing } = await countTakeover(tx, schoolCode, kind);
      const of = { balanceId: known?.balanceId ?? uuidv7(), schoolCode, kind, figures };
      const signed = rules.signBalance(of, body, { ...askedBy(tx, actor), known, importing });
      if (!signed.ok) throw new Problem(problems[signed.code]);
      const versions = [{ ...(known && { before: known }), after: signed.value }];
      const [saved] = await this.transitions.save(tx, takeoverBalances, signBalance, versions, { actor });
      return saved!;
    });
  }
}

export const confirmBalance = transition(takeoverBalances, {
  name: 'confirm-takeover-balance',
  path: ':balanceId/confirm',
  roles: ['school-principal'],
  sentence: { zh: '确认了接管平账', en: 'confirmed the balance of the takeover' },
  input: {},
  refuses,
  decide: rules.confirmBalance,
});

export const returnBalance = transition(takeoverBalances, {
  name: 'return-takeover-balance',
  path: ':balanceId/return',
  roles: ['school-principal'],
  sentence: { zh: '退回了接管平账', en: 'returned the balance of the takeover' },
  input: { reason: accountableReason.meta({ example: '2024级机电班尚未接管' }) },
  refuses,
  decide: rules.returnBalance,
});

export const reopenBalance = transition(takeoverBalances, {
  name: 'reopen-takeover',
  path: ':balanceId/reopen',
  roles: ['district-officer', 'city-officer'],
  sentence: { zh: '重新开放了存量接管', en: 'reopened the takeover' },
  input: { reason: accountableReason.meta({ example: '发现一个教学点漏报' }) },
  refuses,
  context: decidingContext,
  decide: rules.reopenBalance,
});
