import { z } from 'zod';
import { batchTransition, type Given } from '#aggregates';
import { day, id, Level } from '#contracts';
import type { Transaction } from '#database';
import { accountableReason, clearText } from '#security';
import { CHANGE_REASONS, REQUESTED_TYPES } from '../domain/change-kinds.js';
import {
  requestChange,
  reviseChange,
  reviseRefusals,
  submissionRefusals,
  submitChange,
  whoRequestsRefusals,
} from '../domain/change-request.js';
import type { StatusChange } from '../domain/status-change.js';
import { knownEvidence } from '../evidence/known-evidence.js';
import { registrations } from '../registrations/registrations.js';
import { decidingContext } from '../schools/deciding.js';
import { changeContexts, type Limits, takingSeat, type Target } from './change-context.js';
import { openChanges, statusChanges } from './status-changes.js';

const idsOf = (states: readonly { registrationId: string }[]) =>
  states.map(({ registrationId }) => registrationId);

/** What a request says, and again a revision of it. */
const content = {
  type: z.enum(REQUESTED_TYPES),
  reasonCode: z.enum(CHANGE_REASONS).meta({ description: '异动原因', example: 'FAMILY' }),
  effectiveOn: day.meta({ description: '生效日期, in the past or the future', example: '2026-09-01' }),
  evidence: accountableReason.meta({ description: '证明材料编号', example: '休学证明〔2026〕12号' }),
  evidenceId: id.optional().meta({ description: '已上传的证明材料' }),
  draft: z.boolean().optional().meta({ description: '草稿: kept, and submitted later', example: false }),
  returnExpectedOn: day.optional().meta({
    description: '应复学日期, of a leave; of who serves, the last day on which they can return',
    example: '2027-03-01',
  }),
  dischargedOn: day.optional().meta({ description: '退役日期, of a reinstatement', example: '2028-09-01' }),
  absentSince: day
    .optional()
    .meta({ description: '连续旷课起始日期, of a withdrawal for it', example: '2026-08-10' }),
  decisionNo: clearText(100)
    .optional()
    .meta({ description: '决定文号, of an expulsion or a cancellation', example: '学处〔2026〕3号' }),
  decidedOn: day
    .optional()
    .meta({ description: '决定送达日期: the time to appeal runs from then', example: '2026-08-01' }),
  guardianConsent: accountableReason
    .optional()
    .meta({ description: '监护人同意书编号, of a minor', example: '同意书〔2026〕5号' }),
  targetOfferingId: id.optional().meta({
    description: '转入专业点, of a change of major or level; or named by `targetMajorCode` and `targetLevel`',
  }),
  targetMajorCode: clearText(20).optional().meta({
    description:
      '转入专业代码, of an offering of the school that is active; the own major where it is left out',
    example: '0107-4',
  }),
  targetLevel: Level.optional().meta({
    description: '变更后的培养层次; the own level where it is left out',
    example: 'SENIOR',
  }),
  durationMonths: z
    .int()
    .min(1)
    .max(120)
    .optional()
    .meta({ description: '变更后的学制（月）, of a change of major or level', example: 48 }),
  months: z.int().min(1).max(60).optional().meta({ description: '延长月数, of an extension', example: 6 }),
};

/** 申请异动, for many students at once. */
export const requestStatusChanges = batchTransition(registrations, {
  creates: statusChanges,
  name: 'request-status-changes',
  path: '',
  roles: ['school-registrar', 'city-officer'],
  sentence: { zh: '提交了学籍异动申请', en: 'requested the status change' },
  input: content,
  refuses: whoRequestsRefusals,
  context: async (tx, states, given: Given<Limits>, inputOf) => {
    const byId = new Map(states.map((each) => [each.registrationId, each]));
    return {
      rules: given.rules,
      open: await openChanges(tx, idsOf(states)),
      of: await changeContexts(tx, states, (registrationId) => inputOf(byId.get(registrationId)!)),
      officerOf: (await decidingContext(tx, [], given)).officerOf,
      papers: await knownEvidence(tx, states.flatMap((each) => inputOf(each).evidenceId ?? [])), // prettier-ignore
    };
  },
  decide: (each, input, { of, papers, ...context }) => {
    const evidence = papers.get(input.evidenceId ?? '');
    return takingSeat(of(each), (held) => requestChange(each, input, { ...context, ...held, evidence }));
  },
});

/** 提交草稿, and again what was returned. */
export const submitStatusChanges = batchTransition(statusChanges, {
  name: 'submit-status-changes',
  path: 'batch-submit',
  roles: ['school-registrar', 'city-officer'],
  sentence: { zh: '提交了学籍异动', en: 'submitted the status change' },
  input: {},
  refuses: submissionRefusals,
  context: (tx, states, given: Given<Limits>) => drafted(tx, states, given, (each) => each),
  decide: (each, _input, { of, byId, ...context }) => {
    const registration = byId.get(each.registrationId)!;
    const decision = takingSeat(of(registration), (held) =>
      submitChange(each, registration, { ...context, ...held }),
    );
    if (decision.ok) context.open.add(each.registrationId);
    return decision;
  },
});

/** 修改 drafts and what was returned, to what is asked for now. */
export const reviseStatusChanges = batchTransition(statusChanges, {
  name: 'revise-status-changes',
  path: 'batch-revise',
  roles: ['school-registrar', 'city-officer'],
  sentence: { zh: '修改了学籍异动', en: 'revised the status change' },
  input: content,
  refuses: reviseRefusals,
  context: async (tx, states, given: Given<Limits>, inputOf) => ({
    ...(await drafted(tx, states, given, inputOf)),
    papers: await knownEvidence(tx, states.flatMap((each) => inputOf(each).evidenceId ?? [])), // prettier-ignore
  }),
  decide: (each, input, { of, byId, papers, ...context }) => {
    const registration = byId.get(each.registrationId)!;
    const evidence = papers.get(input.evidenceId ?? '');
    const decision = takingSeat(of(registration), (held) =>
      reviseChange(each, input, { ...context, ...held, registration, evidence }),
    );
    if (decision.ok && decision.value.state === 'SUBMITTED') context.open.add(each.registrationId);
    return decision;
  },
});

/** What changes are held to that stand already, with their registrations. */
async function drafted(
  tx: Transaction,
  changes: readonly StatusChange[],
  given: Given<Limits>,
  targetOf: (change: StatusChange) => Target,
) {
  const locked = await registrations.lock(tx, [...new Set(idsOf(changes))]);
  const targets = new Map(changes.map((each) => [each.registrationId, targetOf(each)]));
  return {
    rules: given.rules,
    officerOf: (await decidingContext(tx, [], given)).officerOf,
    open: await openChanges(tx, idsOf(locked)),
    of: await changeContexts(tx, locked, (registrationId) => targets.get(registrationId)!),
    byId: new Map(locked.map((each) => [each.registrationId, each])),
  };
}
