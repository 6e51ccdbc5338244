import { batchTransition, fact } from '#aggregates';
import { RegistrationRejected } from '#contracts';
import { accountableReason } from '#security';
import { decisionRefusals, reject } from '../domain/registration.js';
import { holderOf, type Rejected } from '../domain/registration-states.js';
import { settleMismatches } from '../persons/resolve-persons.js';
import { decidingContext } from '../schools/deciding.js';
import { registrations } from './registrations.js';

/** 不予注册: enrolment returns the applicants and gives their seats back. */
export const rejectRegistrations = batchTransition(registrations, {
  name: 'reject-registrations',
  path: 'batch-reject',
  roles: ['district-officer', 'city-officer'],
  sentence: { zh: '不予注册', en: 'rejected the registration' },
  input: { reason: accountableReason.meta({ example: '材料不全' }) },
  refuses: decisionRefusals,
  context: decidingContext,
  decide: reject,
  saved: (tx, rejected) => settleMismatches(tx, rejected.map(holderOf)), // prettier-ignore
  publishes: fact(RegistrationRejected, (each: Rejected) => ({ ...each, reason: each.rejectionReason })),
});
