import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { day, moment, schoolCode } from '#contracts';
import { Transactions } from '#database';
import { dayInChina } from '#national-codes';
import { listOf, pageOf, range } from '#runtime';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import { SEVERITIES } from '../domain/finding.js';
import { decisionList, inForce, Rule } from './rule-decisions.js';
import { RULES } from './rules/index.js';

const words = z.object({ zh: z.string(), en: z.string() });
const Threshold = z.object({
  unit: z.enum(['DAYS', 'MONTHS', 'PERSONS', 'PERCENT']),
  value: z.int().describe('As it is in force'),
  byDefault: z.int(),
  least: z.int(),
  most: z.int(),
});

export const RuleFilter = z.strictObject({
  on: day.optional().describe('What is in force on this day; today where it is left out'),
});
export const RuleCatalogue = z
  .object({
    items: z.array(
      z.object({
        code: z.string(),
        version: z.int(),
        severity: z.enum(SEVERITIES),
        since: day.describe('Day from which this version is in the catalogue'),
        says: words,
        remedy: words,
        isOn: z.boolean(),
        threshold: Threshold.optional(),
        decision: decisionList.view.optional().describe('The decision of the city that is in force'),
      }),
    ),
  })
  .meta({ id: 'SupervisionRules' });

const RunView = z
  .object({
    runId: z.uuid(),
    schoolCode,
    rule: z.string(),
    ruleVersion: z.int(),
    enabled: z.boolean(),
    threshold: z.int().optional(),
    ranAt: moment,
    found: z.int().describe('What the rule found'),
    opened: z.int(),
    reopened: z.int(),
    resolved: z.int().describe('What it found no more'),
  })
  .meta({ id: 'SupervisionRun' });
export const RunPage = pageOf(RunView).meta({ id: 'SupervisionRunPage' });

const listed = listOf({
  filters: {
    runId: ['run_id', z.uuid().describe('Id of a run, as it was begun')],
    schoolCode: ['school_code', schoolCode],
    rule: ['rule', Rule],
    ranOn: range('ran_on', day),
  },
  sorts: { ranAt: ['ran_at', 'run_id', 'school_code'] },
  defaultSort: '-ranAt',
});
export const RunFilter = listed.query;

const source = {
  select: `select supervision_runs.*, (ran_at at time zone 'Asia/Shanghai')::date as ran_on from supervision_runs`,
  itemOf: (row: Record<string, unknown>) =>
    RunView.parse({
      runId: row.run_id,
      schoolCode: row.school_code,
      rule: row.rule,
      ruleVersion: row.rule_version,
      enabled: row.enabled,
      threshold: row.threshold ?? undefined,
      ranAt: (row.ran_at as Date).toISOString(),
      found: row.found,
      opened: row.opened,
      reopened: row.reopened,
      resolved: row.resolved,
    }),
};

/** The rules as they hold, and when they ran. */
@Injectable()
export class SupervisionRuns {
  constructor(private readonly transactions: Transactions) {}

  list(query: z.infer<typeof RunFilter>, actor: Actor) {
    expectOwnSchool(scopeOf(actor), query.schoolCode);
    return this.transactions.run(scopeOf(actor), (tx) => listed.page(tx, query, source));
  }

  rules({ on }: z.infer<typeof RuleFilter>, actor: Actor): Promise<z.infer<typeof RuleCatalogue>> {
    return this.transactions.run(scopeOf(actor), async (tx) => {
      const holding = await inForce(tx, on ?? dayInChina(tx.at));
      return RuleCatalogue.parse({
        items: RULES.map((rule) => {
          const { isOn, threshold: value, decision } = holding(rule);
          const threshold = rule.threshold && { ...rule.threshold, value, byDefault: rule.threshold.value };
          return { ...rule, isOn, threshold, decision };
        }),
      });
    });
  }
}
