import { batchTransition, fact, type Given } from '#aggregates';
import type { Decision } from '#aggregates/rules';
import { RegistrationApproved } from '#contracts';
import { approvalRefusals, type ApprovalRefusal, approve } from '../domain/registration.js';
import { type Active, holderOf } from '../domain/registration-states.js';
import type { RegistrationRules } from '../domain/rules.js';
import { lockLivePersons } from '../persons/live-persons.js';
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
    ...(await lockLivePersons(tx, states)),
    cutOffOf: await cutOffs(tx, states),
    inwardOpen: await openInwardTransfers(tx, states),
    ...(await decidingContext(tx, states, given)),
  }),
  decide: (each, _input, { live, disputed, deceased, cutOffOf, inwardOpen, ...context }) => {
    const liveElsewhere = live.has(holderOf(each));
    const identityMismatch = disputed.has(holderOf(each));
    const inwardTransferIsOpen = inwardOpen.has(each.registrationId);
    const isDeceased = deceased.has(holderOf(each));
    const known = {
      liveElsewhere,
      isDeceased,
      identityMismatch,
      inwardTransferIsOpen,
      cutOff: cutOffOf(each),
    };
    const decision = approve(each, { ...context, ...known });
    if (decision.ok) live.add(holderOf(each));
    return decision as Decision<Active, ApprovalRefusal>; // `complete` gives the number
  },
  complete: allocateStudentNumbers,
  // 学籍 counts from the first day at school, whenever it is approved [D]: until then nobody is a student, and nobody who never came.
  noted: ({ startOn, checkedInOn, stateSince }) => ({
    effectiveOn: stateSince ?? (startOn > checkedInOn ? startOn : checkedInOn),
  }),
  publishes: [fact(RegistrationApproved), earlyCorrection],
});
