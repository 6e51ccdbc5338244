import { entryQualificationOf } from './entry-qualification.js';

describe('A prior education', () => {
  it.each([
    ['小学毕业', 'PRIMARY'],
    ['初中', 'JUNIOR_HIGH'],
    ['普通高中', 'SENIOR_HIGH'],
    ['SENIOR', 'SENIOR_HIGH'],
    ['中专', 'INTERMEDIATE_WORKER'],
    ['职业高中', 'INTERMEDIATE_WORKER'],
    ['中级工班', 'INTERMEDIATE_WORKER'],
    ['高级工', 'SENIOR_WORKER'],
    ['大专', 'COLLEGE'],
    ['硕士研究生', 'COLLEGE'],
    ['其他', undefined],
  ])('%s is understood as %s', (text, entry) => {
    expect(entryQualificationOf(text)).toBe(entry);
  });
});
