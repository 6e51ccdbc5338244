import { aggregate, transition } from '#aggregates';
import { accountableReason } from '#security';
import * as rules from '../domain/identity-change.js';
import { identityDecisionRefusals } from '../domain/identity-change-refusals.js';
import { decidingContext } from '../schools/deciding.js';

/** 身份信息变更 in its table. Whoever locks takes the change first, then registrations, then persons. */
export const identityChanges = aggregate({
  name: 'identity-change',
  table: 'identity_changes',
  id: 'changeId',
  school: 'schoolCode',
  states: rules.IdentityChange,
  personal: ['identitiesSealed'],
});

export const rejectIdentityChange = transition(identityChanges, {
  name: 'reject-identity-change',
  path: ':changeId/reject',
  roles: ['district-officer', 'city-officer'],
  sentence: { zh: '驳回了身份信息变更', en: 'rejected the change of identity' },
  input: { reason: accountableReason.meta({ example: '证明材料不足' }) },
  refuses: identityDecisionRefusals,
  context: decidingContext,
  decide: rules.rejectChange,
});

export const withdrawIdentityChange = transition(identityChanges, {
  name: 'withdraw-identity-change',
  path: ':changeId/withdraw',
  roles: ['school-registrar', 'city-officer'],
  sentence: { zh: '撤回了身份信息变更', en: 'withdrew the change of identity' },
  input: { reason: accountableReason.meta({ example: '材料有误，重新提交' }) },
  refuses: identityDecisionRefusals,
  decide: rules.withdrawChange,
});
