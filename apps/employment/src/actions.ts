import { declareActions } from '#commands';

/** What is done to employment cases, in the words of their history. */
export const actions = declareActions({
  'export-cases': { zh: '导出了就业跟踪名单', en: 'exported a list of employment cases' },
  'report-outcome': { zh: '登记了毕业去向', en: 'reported an outcome' },
});
