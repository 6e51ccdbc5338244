import { ofRegistrations, type SupervisionRule } from '../rule.js';

/** How long a decision may take is not laid down. [D] */
export const waitsForDecision: SupervisionRule = {
  code: 'WAITS_FOR_DECISION',
  version: 1,
  severity: 'LOW',
  since: '2026-12-01',
  says: { zh: '学籍注册申请长期未办结', en: 'The registration waits for a decision for long' },
  remedy: {
    zh: '核对材料，报主管部门审批或不予注册',
    en: 'Check the papers, and ask the authority to approve or reject it',
  },
  threshold: { unit: 'DAYS', value: 30, least: 1, most: 365 },
  finds: (today, threshold) =>
    ofRegistrations({
      where: `registrations.state = 'SUBMITTED'
        and (registrations.submitted_at at time zone 'Asia/Shanghai')::date + ${threshold} < ${today}`,
      facts: { submittedOn: `(registrations.submitted_at at time zone 'Asia/Shanghai')::date` },
    }),
};
