import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { aggregate, aggregateList, transition, Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { day } from '#contracts';
import type { Transaction } from '#database';
import { dayInChina } from '#national-codes';
import { Problem } from '#runtime';
import { accountableReason, type Actor } from '#security';
import * as rules from '../domain/rule-decision.js';
import { problems } from '../problems.js';
import type { SupervisionRule } from './rule.js';
import { RULE_CODES, ruleOf } from './rules/index.js';

/** 监管规则设定 in its table. It belongs to the city, and everybody who reads findings reads it. */
export const ruleDecisions = aggregate({
  name: 'supervision-rule-decision',
  table: 'supervision_rule_decisions',
  id: 'decisionId',
  school: null,
  states: rules.RuleDecision,
});

export const Rule = z.enum(RULE_CODES).meta({ description: 'Code of a rule of supervision 监管规则' });

export const decisionList = aggregateList(ruleDecisions, {
  component: 'SupervisionRuleDecision',
  filters: { rule: ['rule', Rule] },
});

/** What holds of each rule on a day. */
export async function inForce(tx: Transaction, on: string) {
  const newest = `decision_id in (select distinct on (rule) decision_id from supervision_rule_decisions
    where state = 'DECIDED' and effective_from <= $1 order by rule, effective_from desc)`;
  const decisions = await ruleDecisions.find(tx, newest, [on]);
  return ({ code, threshold }: SupervisionRule) => {
    const decision = decisions.find(({ rule }) => rule === code);
    return {
      isOn: decision?.enabled ?? true,
      threshold: threshold && (decision?.threshold ?? threshold.value),
      decision,
    };
  };
}

export const decideRule = command({
  name: 'decide-supervision-rule',
  path: '',
  roles: ['city-officer'],
  sentence: { zh: '设定了监管规则', en: 'decided on the rule of supervision' },
  body: z.strictObject({
    rule: Rule,
    effectiveFrom: day.describe('Today or later: what was found before stays'),
    enabled: z.boolean().describe('false: it finds nothing from that day on'),
    threshold: z.int().optional().meta({ description: 'Instead of that of the rule', example: 30 }),
    decisionNo: accountableReason.meta({ description: '决定文号', example: '样例决字〔2026〕1号' }),
    reason: accountableReason.meta({ example: '汛期返校延期' }),
  }),
  answers: [201, decisionList.view],
  refuses: [problems, 'rule-decision-exists', 'rule-decision-not-possible'],
});

export const cancelRuleDecision = transition(ruleDecisions, {
  name: 'cancel-supervision-rule-decision',
  path: ':decisionId/cancel',
  roles: ['city-officer'],
  sentence: { zh: '撤销了监管规则设定', en: 'cancelled the decision on the rule of supervision' },
  input: { reason: accountableReason.meta({ example: '设定有误' }) },
  refuses: rules.ruleDecisionRefusals,
  decide: rules.cancelRuleDecision,
});

@Injectable()
export class DecideRule {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
  ) {}

  /** @throws Problem 409 */
  decide({ reason, ...asked }: BodyOf<typeof decideRule>, actor: Actor): Promise<rules.RuleDecision> {
    return this.commands.run(actor, decideRule.action, async (tx) => {
      if (!isPossible(asked, dayInChina(tx.at))) throw new Problem(problems['rule-decision-not-possible']);
      const after = { ...asked, decisionId: uuidv7(), version: 1, state: 'DECIDED' as const };
      const { effectiveFrom: effectiveOn, decisionNo } = asked;
      const versions = [{ after, reason, decisionNo, effectiveOn }];
      const [made] = await this.transitions.save(tx, ruleDecisions, decideRule, versions, {
        actor,
        unless: 'rule, effective_from',
        onlyBy: `(rule, effective_from) where state = 'DECIDED'`,
      });
      if (!made) throw new Problem(problems['rule-decision-exists']);
      return made;
    });
  }
}

function isPossible(
  { rule, threshold, effectiveFrom }: Omit<BodyOf<typeof decideRule>, 'reason'>,
  today: string,
): boolean {
  const takes = ruleOf(rule).threshold;
  const fits = threshold === undefined || (takes && takes.least <= threshold && threshold <= takes.most);
  return effectiveFrom >= today && fits === true;
}
