import { z } from 'zod';
import { accept, type Asked, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { day, id, moment } from '#contracts';

const decision = {
  decisionId: id,
  version: z.int(),
  /** code of the rule */
  rule: z.string(),
  effectiveFrom: day,
  enabled: z.boolean(),
  /** instead of the threshold that the rule has of its own */
  threshold: z.int().optional(),
  decisionNo: z.string(),
};

/**
 * 监管规则设定: from a day on the city turns a rule off or on, or moves its threshold. In force on a day is the newest up to it;
 * before the first one, what the rule itself says.
 */
export const RuleDecision = z.discriminatedUnion('state', [
  z.object({ ...decision, state: z.literal('DECIDED') }),
  z.object({ ...decision, state: z.literal('CANCELLED'), cancelledBy: z.string(), cancelledAt: moment }),
]);
export type RuleDecision = z.infer<typeof RuleDecision>;

export const ruleDecisionRefusals = {
  'rule-decision-in-force': {
    status: 409,
    title: '该设定已生效或已撤销，不能撤销',
    detail: 'The decision on the rule has taken effect, or was cancelled already.',
    remedy: 'Decide anew, from today or a later day on: what was found under a decision stays.',
  },
  'rule-decision-exists': {
    status: 409,
    title: '该规则在同一生效日期已有设定',
    detail: 'There is a decision on the rule from that day on.',
    remedy: 'Cancel the other decision, or choose another day.',
  },
  'rule-decision-not-possible': {
    status: 409,
    title: '生效日期不得早于今日；该规则无阈值的不填阈值，阈值须在规则许可范围内',
    detail: 'A decision takes effect today or later, and its threshold is one that the rule takes.',
    remedy: 'See the rule for the range of its threshold; leave it out for a rule that has none.',
  },
} as const satisfies Record<string, RefusalWords>;

/** 撤销: up to the day before it takes effect. */
export function cancelRuleDecision(
  known: RuleDecision,
  _input: object,
  { subject: cancelledBy, at: cancelledAt, today }: Asked,
): Decision<RuleDecision, 'rule-decision-in-force'> {
  if (known.state !== 'DECIDED' || known.effectiveFrom <= today) return refuse('rule-decision-in-force');
  return accept({ ...known, state: 'CANCELLED', cancelledBy, cancelledAt });
}
