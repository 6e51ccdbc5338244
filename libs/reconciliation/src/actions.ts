import { declareActions } from '#commands';

/** What operators do to let the services catch up, in the words of the audit trail. */
export const actions = declareActions({
  republish: { zh: '重发了主题的事件', en: 'told a topic again' },
  'check-topic': { zh: '核对了状态主题', en: 'checked a state topic' },
  'publish-digests': { zh: '发布了对账摘要', en: 'published digests' },
});
