import { z } from 'zod';
import { aggregate, batchTransition } from '#aggregates';
import { id } from '#contracts';
import { accountableReason } from '#security';
import * as rules from '../domain/finding.js';
import { knownEvidence } from '../evidence/known-evidence.js';
import { decidingContext } from '../schools/deciding.js';

/** 疑点 in its table. */
export const findings = aggregate({
  name: 'supervision-finding',
  table: 'supervision_findings',
  id: 'findingId',
  school: 'schoolCode',
  states: rules.Finding,
});

/** 说明疑点, for many at once. */
export const answerFindings = batchTransition(findings, {
  name: 'answer-findings',
  path: 'batch-answer',
  roles: ['school-registrar', 'school-principal'],
  sentence: { zh: '说明了学籍疑点', en: 'answered the finding' },
  input: {
    reason: accountableReason.meta({ example: '学生仍在住院治疗，已与家长联系' }),
    evidence: z
      .string()
      .max(100)
      .optional()
      .meta({ description: '证明材料编号', example: '住院证明〔2026〕3号' }),
    evidenceId: id.optional().meta({ description: '已上传的证明材料' }),
  },
  refuses: rules.findingRefusals,
  context: async (tx, states, _given, inputOf) => ({
    papers: await knownEvidence(tx, states.flatMap((each) => inputOf(each).evidenceId ?? [])), // prettier-ignore
  }),
  decide: (each, input, { papers, ...context }) =>
    rules.answerFinding(each, input, { ...context, paper: papers.get(input.evidenceId ?? '') }),
});

const decision = {
  roles: ['district-officer', 'city-officer'],
  refuses: rules.findingRefusals,
  context: decidingContext,
} as const;

/** 采纳说明 */
export const acceptFindings = batchTransition(findings, {
  ...decision,
  name: 'accept-findings',
  path: 'batch-accept',
  sentence: { zh: '采纳了学校对疑点的说明', en: 'accepted the answer to the finding' },
  input: { reason: accountableReason.optional().meta({ example: '材料齐全' }) },
  decide: rules.acceptFinding,
});

/** 退回说明, also of one that was accepted. */
export const returnFindings = batchTransition(findings, {
  ...decision,
  name: 'return-findings',
  path: 'batch-return',
  sentence: { zh: '退回了学校对疑点的说明', en: 'returned the answer to the finding' },
  input: { reason: accountableReason.meta({ example: '证明材料不全' }) },
  decide: rules.returnFinding,
});
