import { refused } from './refused.ts';
import { allNames, linted, refusalOf, renderings } from './rendered.js';

describe('Helm', () => {
  it.each(Object.entries(refused))('refuses %s, and says what to do', (name, { says }) => {
    const said = refusalOf(`refused: ${name}`);
    for (const part of says) expect(said).toContain(part);
  });

  it('renders everything else', () => {
    const refusals = allNames.filter((name) => !name.startsWith('refused: ')).map(refusalOf);
    expect([...new Set(refusals)].filter(Boolean)).toEqual([]);
    expect(renderings.size).toBeGreaterThan(400);
  });

  it.each(linted)('finds nothing to complain of, strictly: %s', (name) => {
    expect(refusalOf(name)).toBe('');
  });
});
