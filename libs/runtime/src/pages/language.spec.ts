import { languageOf } from './language.js';

describe('the language of the page', () => {
  it.each([
    [undefined, undefined, 'zh'],
    [undefined, 'zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    [undefined, 'en-GB,en;q=0.9', 'en'],
    [undefined, 'fr, en;q=0.5, zh;q=0.9', 'zh'],
    [undefined, 'de-DE', 'zh'],
    ['en', 'zh-CN', 'en'],
    ['zh', 'en', 'zh'],
  ] as const)('asked for as %s by a browser that prefers %s is %s', (asked, preferred, language) =>
    expect(languageOf(asked, preferred)).toBe(language),
  );
});
