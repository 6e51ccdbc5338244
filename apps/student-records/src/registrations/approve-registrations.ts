import { batchTransition, fact, type Given } from '#aggregates';
import type { Decision } from '#aggregates/rules';
import { RegistrationApproved } from '#contracts';
import { approvalRefusals, type ApprovalRefusal, approve } from '../domain/registration.js';
import type { Active } from '../domain/registration-states.js';
import type { RegistrationRules } from '../domain/rules.js';
import { lockForStudy } from '../persons/lock-for-study.js';
import { cutOffs } from './cut-offs.js';
import { decidingContext } from '../schools/deciding.js';
import { openInwardTransfers } from '../transfers/inward-transfers.js';
import { allocateStudentNumbers } from './allocate-student-numbers.js';
import { registrations } from './registrations.js';
import { earlyCorrection } from './tell-early-corrections.js';

/** 注册: submitted registrations become active student records. */
export const approveRegistrations = batchTransition(registrations, {
  name: 'approve-registrations',
  path: 'batch-approve',
  roles: ['district-officer', 'city-officer'],
  sentence: { zh: '批准了注册', en: 'approved the registration' },
  input: {},
  refuses: approvalRefusals,
  context: async (tx, states, given: Given<{ rules: RegistrationRules }>) => ({
    rules: given.rules,
    studying: await lockForStudy(tx, states),
    cutOffOf: await cutOffs(tx, states),
    inwardOpen: await openInwardTransfers(tx, states),
    ...(await decidingContext(tx, states, given)),
  }),
  decide: (each, _input, { studying, cutOffOf, inwardOpen, ...context }) => {
    const known = { inwardTransferIsOpen: inwardOpen.has(each.registrationId), cutOff: cutOffOf(each) };
    const decision = studying(each, (hindrance) => approve(each, { ...context, ...known, hindrance }));
    return decision as Decision<Active, ApprovalRefusal>; // `complete` gives the number
  },
  complete: allocateStudentNumbers,
  // 学籍 counts from the first day at school, whenever it is approved [D]: until then nobody is a student, and nobody who never came.
  noted: ({ startOn, checkedInOn, stateSince }) => ({
    effectiveOn: stateSince ?? (startOn > checkedInOn ? startOn : checkedInOn),
  }),
  publishes: [fact(RegistrationApproved), earlyCorrection],
});
