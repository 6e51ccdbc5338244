import { declareProblems } from '#runtime';

export const reconciliationProblems = declareProblems({
  'span-not-possible': {
    status: 422,
    title: '日期范围无效',
    detail: 'The first day lies after the last, or the span is longer than three years.',
    remedy: 'Give `from` and `to` in this order, at most three years apart.',
  },
  'topic-not-republished': {
    status: 422,
    title: '本服务不能重发该主题',
    detail: 'This service does not own the topic, or cannot tell it again.',
    remedy:
      'Ask the owner of the topic, by its declared name without a prefix; only a state topic can be checked.',
  },
});
