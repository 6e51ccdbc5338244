import { nameKeys, nameSearched } from './name-search.js';

describe('a name', () => {
  it.each([
    ['王小明', 'wangxiaoming', 'wxm'],
    ['单田芳', 'shantianfang', 'stf'],
    ['仇英', 'qiuying', 'qy'],
    ['欧阳锋', 'ouyangfeng', 'oyf'],
    ['吕布', 'lvbu', 'lb'],
    ['阿依·买买提', 'ayimaimaiti', 'aymmt'],
    ['王𬎆', 'wang𬎆', 'w𬎆'],
    ['Anna Müller-Li', 'annamullerli', 'aml'],
  ])('%s is found by %s and by %s', (name, name_pinyin, name_initials) => {
    expect(nameKeys(name)).toEqual({ name_pinyin, name_initials });
  });

  it.each([
    [' 王小 ', { name: '王小' }],
    ['Wang Xiao', { letters: 'wangxiao' }],
    ['lü', { letters: 'lv' }],
    ['·', { letters: '' }],
  ])('is looked for by %j as %j', (typed, searched) => {
    expect(nameSearched(typed)).toEqual(searched);
  });
});
