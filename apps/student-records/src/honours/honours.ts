import { aggregate, batchTransition, type Given } from '#aggregates';
import type { Transaction } from '#database';
import { accountableReason, clearText } from '#security';
import { z } from 'zod';
import * as rules from '../domain/honour.js';
import type { Registration } from '../domain/registration-states.js';
import type { RegistrationRules } from '../domain/rules.js';
import { registrations } from '../registrations/registrations.js';
import { decidingContext } from '../schools/deciding.js';

/** 评优 in its table. */
export const honours = aggregate({
  name: 'honour',
  table: 'honours',
  id: 'honourId',
  school: 'schoolCode',
  states: rules.Honour,
  personal: ['merits'],
});

const decisionNo = clearText(100).meta({ description: '决定文号', example: '渝人社发〔2026〕9号' });
const reason = accountableReason.meta({ example: '材料不实' });
const key = (each: { registrationId: string; kind: string; year: number }) =>
  `${each.registrationId}/${each.kind}/${each.year}`;

/** 推荐 of many students at once. */
export const nominateStudents = batchTransition(registrations, {
  creates: honours,
  name: 'nominate-for-honour',
  path: '',
  roles: ['school-registrar'],
  sentence: { zh: '推荐了评优', en: 'nominated the student for an honour' },
  input: {
    kind: z.enum(rules.HONOUR_KINDS).meta({ description: '优秀学生毕业生, 优秀毕业生干部' }),
    year: z.int().min(2000).max(2100).meta({ example: 2026 }),
    merits: clearText(500).meta({ description: '主要事迹', example: '全国技能大赛三等奖' }),
  },
  refuses: rules.honourRefusals,
  context: async (tx: Transaction, states: readonly Registration[]) => {
    const standing = await honours.find(
      tx,
      `registration_id = any($1) and state in ('NOMINATED', 'AWARDED', 'PUBLISHED')`,
      [states.map(({ registrationId }) => registrationId)],
    );
    return { standing: new Set(standing.map(key)) };
  },
  decide: (each, input, { standing, ...context }) =>
    rules.nominate(each, input, {
      ...context,
      standing: standing.has(key({ ...input, registrationId: each.registrationId })),
    }),
});

/** How many honours of each kind and year are left; whoever awards the same ones waits. */
async function quotaContext(
  tx: Transaction,
  states: readonly rules.Honour[],
  given: Given<{ rules: RegistrationRules }>,
) {
  await tx.query(`select pg_advisory_xact_lock(hashtext('award-honour'))`);
  const rows = await tx.query<{ kind: rules.HonourKind; year: number; count: number }>(
    `select kind, year, count(*)::int as count from honours where state in ('AWARDED', 'PUBLISHED') group by 1, 2`,
  );
  const used = new Map(rows.map(({ kind, year, count }) => [`${kind}/${year}`, count]));
  return { used, quotas: given.rules.honourQuotas, ...(await decidingContext(tx, states, given)) };
}

const byCity = { roles: ['city-officer'], refuses: rules.honourRefusals } as const;

/** 评定 */
export const awardHonours = batchTransition(honours, {
  ...byCity,
  name: 'award-honour',
  path: 'batch-award',
  sentence: { zh: '评定了荣誉', en: 'awarded the honour' },
  input: { decisionNo },
  context: quotaContext,
  decide: (each, input, { used, quotas, ...context }) => {
    const of = `${each.kind}/${each.year}`;
    const count = used.get(of) ?? 0;
    const decision = rules.award(each, input, { ...context, left: quotas[each.kind] - count });
    if (decision.ok) used.set(of, count + 1);
    return decision;
  },
});

export const declineHonours = batchTransition(honours, {
  ...byCity,
  name: 'decline-honour',
  path: 'batch-decline',
  sentence: { zh: '不予评定荣誉', en: 'declined the honour' },
  input: { reason },
  context: decidingContext,
  decide: rules.decline,
});

export const publishHonours = batchTransition(honours, {
  ...byCity,
  name: 'publish-honour',
  path: 'batch-publish',
  sentence: { zh: '公布了荣誉', en: 'published the honour' },
  input: {},
  decide: rules.publish,
});

export const withdrawHonours = batchTransition(honours, {
  ...byCity,
  name: 'withdraw-honour',
  path: 'batch-withdraw',
  sentence: { zh: '撤销了荣誉', en: 'withdrew the honour' },
  input: { decisionNo, reason },
  decide: rules.withdraw,
});

export const cancelNominations = batchTransition(honours, {
  name: 'cancel-nomination',
  path: 'batch-cancel',
  roles: ['school-registrar'],
  sentence: { zh: '撤回了评优推荐', en: 'cancelled the nomination' },
  input: { reason },
  refuses: rules.honourRefusals,
  decide: rules.cancelNomination,
});
