import { aggregate, aggregateList } from '#aggregates';
import { z } from 'zod';
import { Term, termCode, TermReopening } from '../domain/term.js';
import { TermConfirmation } from '../domain/term-confirmation.js';

/** 学期 in its table. It belongs to the city, and everybody reads it. */
export const terms = aggregate({ name: 'term', table: 'terms', id: 'termId', school: null, states: Term });
export const termList = aggregateList(terms, {
  component: 'Term',
  filters: { term: ['term', termCode] },
});

/** 补办 in its table. */
export const termReopenings = aggregate({
  name: 'term-reopening',
  table: 'term_reopenings',
  id: 'reopeningId',
  school: 'schoolCode',
  states: TermReopening,
});
export const reopeningList = aggregateList(termReopenings, {
  component: 'TermReopening',
  filters: { termId: ['term_id', z.uuid()] },
});

/** 学期注册 in its table. */
export const termConfirmations = aggregate({
  name: 'term-confirmation',
  table: 'term_confirmations',
  id: 'confirmationId',
  school: 'schoolCode',
  states: TermConfirmation,
});
