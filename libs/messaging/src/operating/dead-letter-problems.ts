import { declareProblems } from '#runtime';

export const deadLetterProblems = declareProblems({
  'dead-letter-resolved': {
    status: 409,
    title: '该死信已处理',
    detail: 'The dead letter was redriven or discarded already.',
    remedy: 'Nothing is left to do; read it to see who resolved it and when.',
  },
  'dead-letter-behind': {
    status: 409,
    title: '同一主键的前一死信尚未处理，请先处理前一死信',
    detail: 'An earlier dead letter of its key is open. Deal with that one first.',
    remedy: 'List the open dead letters of the key and begin with the first.',
  },
});
