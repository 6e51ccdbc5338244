import { randomBytes } from 'node:crypto';
import { SealBroken } from './gcm.js';
import { Sealer } from './sealer.js';

const k1 = randomBytes(32);
const k2 = randomBytes(32);
const index = randomBytes(32);
const before = new Sealer({ SEALING_KEYS: { current: 'k1', keys: { k1 }, index } });
const rotated = new Sealer({ SEALING_KEYS: { current: 'k2', keys: { k1, k2 }, index } });
const after = new Sealer({ SEALING_KEYS: { current: 'k2', keys: { k2 }, index } });
const binding = 'persons:identity:0193';

describe('sealing at rest', () => {
  it.each(['510202199001011234', '𬎆𠮷', '阿依·买买提', ''])('opens what it sealed: %s', (plain) => {
    expect(before.open(before.seal(plain, binding), binding)).toBe(plain);
  });

  it('seals one text to another form each time, so that equal texts do not show', () => {
    expect(before.seal('王小明', binding)).not.toBe(before.seal('王小明', binding));
  });

  it('names the form and the key', () => {
    expect(before.seal('王小明', binding)).toMatch(/^v1\.k1\.[\w-]{16}\.[\w-]+$/);
  });

  it('does not open what was moved to another row', () => {
    const sealed = before.seal('王小明', binding);
    expect(() => before.open(sealed, 'persons:identity:0194')).toThrow(SealBroken);
  });

  it('opens with the older key after a rotation, and seals with the newer', () => {
    expect(rotated.open(before.seal('王小明', binding), binding)).toBe('王小明');
    expect(after.open(rotated.seal('王小明', binding), binding)).toBe('王小明');
  });

  it('does not open a text whose key is gone', () => {
    expect(() => after.open(before.seal('王小明', binding), binding)).toThrow(SealBroken);
  });

  it.each([
    [
      'a changed ciphertext',
      (sealed: string) => sealed.slice(0, -4) + (sealed.endsWith('AAAA') ? 'BBBB' : 'AAAA'),
    ],
    ['a tag cut short', (sealed: string) => sealed.slice(0, -6)],
    ['another key id', (sealed: string) => sealed.replace('.k2.', '.k1.')],
    ['an inherited name as key id', (sealed: string) => sealed.replace('.k2.', '.constructor.')],
    ['another version', (sealed: string) => sealed.replace('v1.', 'v2.')],
    ['a further part', (sealed: string) => `${sealed}.AAAA`],
    ['plain text', () => '510202199001011234'],
    ['nothing', () => ''],
  ])('refuses %s', (_, damage) => {
    expect(() => rotated.open(damage(rotated.seal('王小明', binding)), binding)).toThrow(SealBroken);
  });
});

describe('the blind index', () => {
  it('is equal for equal values, also after the sealing key was rotated', () => {
    expect(after.blindIndex('510202199001011234')).toBe(before.blindIndex('510202199001011234'));
  });

  it('differs under another index key', () => {
    const elsewhere = new Sealer({ SEALING_KEYS: { current: 'k1', keys: { k1 }, index: k2 } });
    expect(elsewhere.blindIndex('510202199001011234')).not.toBe(before.blindIndex('510202199001011234'));
  });
});
