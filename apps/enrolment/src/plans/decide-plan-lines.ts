import { batchTransition } from '#aggregates';
import type { Transaction } from '#database';
import { type Actor, accountableReason } from '#security';
import { windowsOf } from '../calendar/calendars.js';
import * as rules from '../domain/plan-decisions.js';
import { recallLine, submitLine } from '../domain/plan-draft.js';
import type { PlanLine } from '../domain/plan-line.js';
import { wrongState } from '../domain/refusals.js';
import { lockPlaces } from '../offerings/places.js';
import { planLines } from './plan-lines.js';

const ofSchool = { roles: ['school-admissions'] } as const;
const ofAuthority = { roles: ['district-officer', 'city-officer'] } as const;
const ofCity = { roles: ['city-officer'] } as const;
const reason = accountableReason.meta({ example: '超出办学条件' });

/** What an officer decides on beside the lines: their offerings, schools and qualifications, locked. */
export async function decisionContext(
  tx: Transaction,
  lines: readonly PlanLine[],
  { actor }: { readonly actor?: Actor },
) {
  const officerOf = actor?.role === 'district-officer' ? ('DISTRICT' as const) : ('CITY' as const);
  const placeOf = await lockPlaces(tx, lines);
  return { about: (line: PlanLine) => ({ officerOf, ...placeOf(line) }) };
}

/** 提交 */
export const submitPlanLines = batchTransition(planLines, {
  ...ofSchool,
  name: 'submit-plan-lines',
  path: 'submit',
  sentence: { zh: '提交了招生计划', en: 'submitted the plan line' },
  input: {},
  refuses: wrongState,
  decide: (each, _input, asked) => submitLine(each, asked),
});

/** 撤回提交 */
export const recallPlanLines = batchTransition(planLines, {
  ...ofSchool,
  name: 'recall-plan-lines',
  path: 'recall',
  sentence: { zh: '撤回了提交的招生计划', en: 'recalled the plan line' },
  input: {},
  refuses: wrongState,
  decide: (each, _input, asked) => recallLine(each, asked),
});

/** 批准 */
export const approvePlanLines = batchTransition(planLines, {
  ...ofAuthority,
  name: 'approve-plan-lines',
  path: 'approve',
  sentence: { zh: '批准了招生计划', en: 'approved the plan line' },
  input: {},
  refuses: rules.approvalRefusals,
  context: decisionContext,
  decide: (each, _input, { about, ...asked }) => rules.approve(each, { ...asked, ...about(each) }),
});

/** 退回 */
export const returnPlanLines = batchTransition(planLines, {
  ...ofAuthority,
  name: 'return-plan-lines',
  path: 'return',
  sentence: { zh: '退回了招生计划', en: 'returned the plan line' },
  input: { reason },
  refuses: rules.returnRefusals,
  context: decisionContext,
  decide: (each, input, { about, ...asked }) => rules.returnLine(each, input, { ...asked, ...about(each) }),
});

/** 撤销批准 */
export const takeBackPlanApprovals = batchTransition(planLines, {
  ...ofAuthority,
  name: 'take-back-plan-approvals',
  path: 'take-back-approval',
  sentence: { zh: '撤销了对招生计划的批准', en: 'took back the approval of the plan line' },
  input: { reason },
  refuses: rules.returnRefusals,
  context: decisionContext,
  decide: (each, _input, { about, ...asked }) => rules.takeBackApproval(each, { ...asked, ...about(each) }),
});

/** 公布: from now on applicants can be admitted to the seats. */
export const publishPlanLines = batchTransition(planLines, {
  ...ofCity,
  name: 'publish-plan-lines',
  path: 'publish',
  sentence: { zh: '公布了招生计划', en: 'published the plan line' },
  input: {},
  refuses: rules.approvalRefusals,
  context: decisionContext,
  decide: (each, _input, { about, ...asked }) => rules.publish(each, { ...asked, ...about(each) }),
});

/** 关闭 */
export const closePlanLines = batchTransition(planLines, {
  ...ofCity,
  name: 'close-plan-lines',
  path: 'close',
  sentence: { zh: '关闭了招生计划', en: 'closed the plan line' },
  input: { reason },
  refuses: wrongState,
  decide: (each) => rules.close(each, 'DECISION'),
});

/** 重新开放 */
export const reopenPlanLines = batchTransition(planLines, {
  ...ofCity,
  name: 'reopen-plan-lines',
  path: 'reopen',
  sentence: { zh: '重新开放了招生计划', en: 'reopened the plan line' },
  input: { reason },
  refuses: rules.reopeningRefusals,
  context: async (tx, lines, given) => ({
    ...(await decisionContext(tx, lines, given)),
    windowsFor: await windowsOf(tx, lines),
  }),
  decide: (each, _input, { about, windowsFor, ...asked }) =>
    rules.reopen(each, { ...asked, ...about(each), windows: windowsFor(each) }),
});
