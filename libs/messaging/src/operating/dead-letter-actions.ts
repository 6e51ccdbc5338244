import { declareActions } from '#commands';

/** What operators do with dead letters, in the words of the audit trail. */
export const actions = declareActions({
  'redrive-dead-letters': { zh: '重新处理了死信', en: 'redrove dead letters' },
  'discard-dead-letter': { zh: '放弃了死信', en: 'discarded the dead letter' },
  'look-at-dead-letter': { zh: '查看了死信内容', en: 'looked at the dead letter' },
});
