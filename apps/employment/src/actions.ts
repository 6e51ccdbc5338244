import { declareActions } from '#commands';

/** What is done to employment cases, in the words of their history. */
export const actions = declareActions({
  'report-outcome': { zh: '登记了毕业去向', en: 'reported an outcome' },
});
