import { v7 as uuidv7 } from 'uuid';
import { aggregate, aggregateList, batchTransition, type Given } from '#aggregates';
import { id } from '#contracts';
import type { Transaction } from '#database';
import { accountableReason, clearText } from '#security';
import * as rules from '../domain/credits.js';
import { isLive, type Registration } from '../domain/registration-states.js';
import type { RegistrationRules } from '../domain/rules.js';
import { registrations } from '../registrations/registrations.js';

/** 学分 in its table: entries that are added up, and never taken out. */
export const creditEntries = aggregate({
  name: 'credit-entry',
  table: 'credit_entries',
  id: 'entryId',
  school: 'schoolCode',
  states: rules.CreditEntry,
});

export const creditList = aggregateList(creditEntries, {
  component: 'CreditEntry',
  filters: { registrationId: ['registration_id', id] },
});

/** The entries of registrations that stand, by registration. */
export async function entriesOf(
  tx: Transaction,
  of: readonly Registration[],
): Promise<(registrationId: string) => rules.CreditEntry[]> {
  const ids = of.map(({ registrationId }) => registrationId);
  const found = await creditEntries.find(tx, `registration_id = any($1) and state = 'RECORDED'`, [ids]);
  const byRegistration = Map.groupBy(found, ({ registrationId }) => registrationId);
  return (registrationId) => byRegistration.get(registrationId) ?? [];
}

/** 已修学分 of registrations, in one statement; see `creditsMet` of the rules. */
export async function creditsEarned(
  tx: Transaction,
  registrationIds: readonly string[],
): Promise<(registrationId: string) => number> {
  const rows = await tx.query<{ registration_id: string; earned: number }>(
    `select registration_id, sum(credits) as earned from credit_entries where registration_id = any($1) group by 1`,
    [registrationIds],
  );
  const earned = new Map(rows.map((row) => [row.registration_id, row.earned]));
  return (registrationId) => earned.get(registrationId) ?? 0;
}

/** 先前学习成果认定, decided by the principal on papers of the school. */
export const creditPriorLearning = batchTransition(registrations, {
  creates: creditEntries,
  name: 'credit-prior-learning',
  path: 'prior-learning',
  roles: ['school-principal'],
  sentence: { zh: '认定了先前学习成果', en: 'credited prior learning' },
  input: {
    courseCode: clearText(50).meta({ description: '课程代码', example: 'SK-01' }),
    courseName: clearText(100).meta({ description: '课程名称', example: '数控编程' }),
    credits: rules.credits.meta({ example: 4 }),
    evidence: accountableReason.meta({
      description: '证明材料编号',
      example: '职业技能等级证书认定〔2026〕3号',
    }),
  },
  refuses: rules.priorLearningRefusals,
  context: async (tx, states, given: Given<{ rules: RegistrationRules }>) => ({
    rules: given.rules,
    entriesFor: await entriesOf(tx, states),
  }),
  decide: (each, input, { entriesFor, ...context }) =>
    rules.creditPriorLearning(each, input, { ...context, known: entriesFor(each.registrationId) }),
});

/** 冲销学分, with a reason. */
export const compensateCredits = batchTransition(creditEntries, {
  name: 'compensate-credits',
  path: 'batch-compensate',
  roles: ['school-registrar'],
  sentence: { zh: '冲销了学分', en: 'compensated the entry of credits' },
  input: { reason: accountableReason.meta({ example: '成绩登记有误' }) },
  refuses: rules.compensationRefusals,
  context: liveOf,
  decide: rules.compensate,
  saved: async (tx, compensated, { save, inputOf }) => {
    const versions = (compensated as rules.CreditEntry[]).map((each) => ({
      after: rules.compensationOf(each, uuidv7()),
      reason: inputOf(each).reason,
    }));
    await save(creditEntries, versions);
  },
});

/** Of the registrations of entries those that are live; none of them ends before this is committed. */
async function liveOf(tx: Transaction, entries: readonly rules.CreditEntry[]) {
  const ids = entries.map(({ registrationId }) => registrationId);
  const found = await registrations.find(tx, 'registration_id = any($1) order by registration_id for share', [ids]); // prettier-ignore
  return { live: new Set(found.filter(isLive).map(({ registrationId }) => registrationId)) };
}
