import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { SupervisionRule } from '../rule.js';
import { RULES } from './index.js';

const fileOf = (code: string) => `${code.toLowerCase().replaceAll('_', '-')}.ts`;

/** By code and version, what a digest of the rule is: written once for each version, and never again. */
const frozen: Record<string, Record<string, string>> = JSON.parse(
  readFileSync(new URL('frozen.json', import.meta.url), 'utf8'),
);

/** Of all that a reader or a finding depends on; how the SQL is laid out does not matter. */
function digestOf({ severity, says, remedy, threshold, finds }: SupervisionRule): string {
  const sql = finds('$1', '$2').replaceAll(/\s+/g, ' ').trim();
  return createHash('sha256')
    .update(JSON.stringify([severity, says, remedy, threshold, sql]))
    .digest('hex')
    .slice(0, 16);
}

describe('The catalogue of rules of supervision', () => {
  it('lists every file of its folder, each rule by a code of its own', () => {
    const files = readdirSync(import.meta.dirname).filter(
      (name) => !/^(index\.ts|catalogue\.spec\.ts|frozen\.json)$/.test(name),
    );
    expect(RULES.map(({ code }) => fileOf(code)).toSorted()).toEqual(files.toSorted());
  });

  it.each(RULES)(
    'has the next version of $code wherever it says or finds something else, under a digest in frozen.json',
    (rule) => {
      const versions = Object.keys(frozen[rule.code] ?? {});
      expect(versions).toEqual(Array.from({ length: rule.version }, (_, before) => String(before + 1)));
      expect(frozen[rule.code]).toHaveProperty([String(rule.version)], digestOf(rule));
    },
  );

  it('keeps the digests of no rule that is gone', () => {
    expect(Object.keys(frozen).toSorted()).toEqual(RULES.map(({ code }) => code).toSorted());
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
