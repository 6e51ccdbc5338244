import { aggregate, aggregateList, batchTransition, type Given } from '#aggregates';
import { id } from '#contracts';
import { acrossSchools, type Transaction } from '#database';
import { accountableReason, clearText } from '#security';
import * as rules from '../domain/credits.js';
import type { Registration } from '../domain/registration-states.js';
import type { RegistrationRules } from '../domain/rules.js';
import { registrations } from '../registrations/registrations.js';
import { recordsOfStudy } from '../transfers/study-records.js';

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

/**
 * The entries that stand, by registration, with those of the records before it since a transfer, of whichever school: of these the
 * sum is carried, and a course counts once in a study.
 */
export const entriesOf = (
  tx: Transaction,
  of: readonly Registration[],
): Promise<(registrationId: string) => rules.CreditEntry[]> =>
  acrossSchools(tx, async (all) => {
    const ids = of.map(({ registrationId }) => registrationId);
    const before = await recordsOfStudy(all, ids, 'BEFORE');
    const known = [...ids, ...ids.flatMap(before)];
    const found = await creditEntries.find(all, `registration_id = any($1) and state = 'RECORDED'`, [known]);
    const byRegistration = Map.groupBy(found, ({ registrationId }) => registrationId);
    return (registrationId) =>
      [registrationId, ...before(registrationId)].flatMap((each) => byRegistration.get(each) ?? []);
  });

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
