import { batchTransition, type Given } from '#aggregates';
import type { Transaction } from '#database';
import { clearText } from '#security';
import { z } from 'zod';
import type { Registration } from '../domain/registration-states.js';
import { termCode } from '../domain/term.js';
import * as rules from '../domain/term-confirmation.js';
import { registrations } from '../registrations/registrations.js';
import { termConfirmations, termReopenings, terms } from './terms.js';

/** The terms that are named, as the schools may confirm them, and what was stated before. */
async function statementContext(
  tx: Transaction,
  states: readonly Registration[],
  _given: Given,
  inputOf: (each: Registration) => { readonly term: string },
) {
  const codes = [...new Set(states.map((each) => inputOf(each).term))];
  const named = await terms.find(tx, 'term = any($1) order by term_id for share', [codes]);
  const byCode = new Map(named.map((each) => [each.term, each]));
  const termIds = named.map(({ termId }) => termId);
  const reopened = await termReopenings.find(tx, 'term_id = any($1)', [termIds]);
  const known = await termConfirmations.find(
    tx,
    'registration_id = any($1) and term_id = any($2) order by confirmation_id for update',
    [states.map(({ registrationId }) => registrationId), termIds],
  );
  const reopenings = new Map(reopened.map((each) => [`${each.termId}/${each.schoolCode}`, each]));
  const confirmations = new Map(known.map((each) => [`${each.termId}/${each.registrationId}`, each]));
  const termOf = (each: Registration) => byCode.get(inputOf(each).term);
  return {
    termOf,
    reopeningOf: (each: Registration) => reopenings.get(`${termOf(each)?.termId}/${each.schoolCode}`),
    standingOf: (each: Registration) => confirmations.get(`${termOf(each)?.termId}/${each.registrationId}`),
  };
}

/** 学期注册, for many students at once, such as those of a class; stated again, it is corrected. */
export const confirmTerm = batchTransition(registrations, {
  creates: termConfirmations,
  name: 'confirm-term',
  path: '',
  roles: ['school-registrar'],
  sentence: { zh: '办理了学期注册', en: 'stated whether the student studies in the term' },
  input: {
    term: termCode,
    result: z.enum(['CONFIRMED', 'NOT_CONFIRMED']).meta({ description: '已注册, 未注册' }),
    reasonCode: z.enum(rules.NOT_CONFIRMED_REASONS).optional().meta({ description: '未注册原因' }),
    remark: clearText(200).optional().meta({ example: '电话联系不上' }),
  },
  refuses: rules.confirmationRefusals,
  context: statementContext,
  standing: (each, { standingOf }) => standingOf(each),
  decide: (each, input, { termOf, reopeningOf, standingOf, ...context }) =>
    rules.confirmTerm(each, input, {
      ...context,
      term: termOf(each),
      reopening: reopeningOf(each),
      standing: standingOf(each),
    }),
});
