import { rulesSetBy } from '../registration-rules.js';
import { defaultRules } from './rules.js';

describe('The rules of an installation', () => {
  it('are the defaults but for those that its setting names, single members of a table among them', () => {
    const rules = rulesSetBy({ leavesAtMost: 3, deciders: { WITHDRAWAL: 'AUTHORITY' } });
    expect(rules).toEqual({
      ...defaultRules,
      leavesAtMost: 3,
      deciders: { ...defaultRules.deciders, WITHDRAWAL: 'AUTHORITY' },
    });
  });

  it.each([
    [{ leavesAtMots: 3 }, /leavesAtMots/],
    [{ partTimeMinimumMonths: 6 }, /partTimeMinimumMonths/],
    [{ deciders: { REVERSAL: 'SCHOOL' } }, /deciders\.REVERSAL/],
    [{ honourQuotas: { OUTSTANDING_GRADUATE: 101 } }, /honourQuotas\.OUTSTANDING_GRADUATE/],
  ])('are not %j, which the start says', (setting, named) => {
    expect(() => rulesSetBy(setting)).toThrow(named);
  });
});
