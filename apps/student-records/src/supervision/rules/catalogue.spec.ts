import { readdirSync } from 'node:fs';
import { RULES } from './index.js';

const fileOf = (code: string) => `${code.toLowerCase().replaceAll('_', '-')}.ts`;

describe('The catalogue of rules of supervision', () => {
  it('lists every file of its folder, each rule by a code of its own', () => {
    const files = readdirSync(import.meta.dirname).filter(
      (name) => !/^(index|catalogue\.spec)\.ts$/.test(name),
    );
    expect(RULES.map(({ code }) => fileOf(code)).toSorted()).toEqual(files.toSorted());
  });

  it.each(RULES)(
    'says in Chinese and English what $code finds and what to do, within its own bounds',
    (rule) => {
      for (const words of [rule.says, rule.remedy]) {
        expect(words.zh).toMatch(/\p{Script=Han}/u);
        expect(words.en).toMatch(/^[A-Z][^\p{Script=Han}]+$/u);
      }
      const { least, value, most } = rule.threshold ?? { least: 0, value: 0, most: 0 };
      expect([least <= value, value <= most]).toEqual([true, true]);
    },
  );
});
