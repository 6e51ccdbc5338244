import { fact, transition } from '#aggregates';
import { GraduationRevoked } from '#contracts';
import { accountableReason, clearText } from '#security';
import { revocationRefusals, revokeGraduation as revoke } from '../domain/registration.js';
import { registrations } from './registrations.js';

/** 撤销毕业: certificate, lookup and employment case follow by the event. */
export const revokeGraduation = transition(registrations, {
  name: 'revoke-graduation',
  path: ':registrationId/revoke-graduation',
  roles: ['city-officer'],
  sentence: { zh: '撤销了毕业', en: 'revoked the graduation' },
  input: {
    decisionNo: clearText(100).meta({ description: '决定文号', example: '渝人社撤〔2026〕1号' }),
    reason: accountableReason.meta({
      description: 'Stays inside; the lookup never shows it. Must name nobody',
      example: '经查毕业条件不符',
    }),
  },
  refuses: revocationRefusals,
  decide: revoke,
  publishes: fact(GraduationRevoked),
});
