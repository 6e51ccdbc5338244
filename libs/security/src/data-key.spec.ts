import { randomBytes } from 'node:crypto';
import { SealBroken } from './gcm.js';
import { Sealer } from './sealer.js';

const k1 = randomBytes(32);
const k2 = randomBytes(32);
const index = randomBytes(32);
const before = new Sealer({ SEALING_KEYS: { current: 'k1', keys: { k1 }, index } });
const rotating = new Sealer({ SEALING_KEYS: { current: 'k2', keys: { k1, k2 }, index } });
const after = new Sealer({ SEALING_KEYS: { current: 'k2', keys: { k2 }, index } });
const subject = 'person:0193';
const binding = 'persons:phone:0193';

describe('the key of a record', () => {
  it.each(['13900000000', '𬎆𠮷', ''])('opens what it sealed, once it was stored and read: %s', (plain) => {
    const { key, row } = before.newDataKey(subject);
    const sealed = key.seal(plain, binding);
    expect(sealed).not.toContain('13900000000');
    expect(before.dataKey(subject, row.sealed_key).open(sealed, binding)).toBe(plain);
  });

  it('opens nothing of another record, although the ring is the same', () => {
    const sealed = before.newDataKey(subject).key.seal('13900000000', binding);
    const other = before.newDataKey('person:0194');
    expect(() => other.key.open(sealed, binding)).toThrow(SealBroken);
  });

  it('does not open for another record than the one it was made for', () => {
    const { row } = before.newDataKey(subject);
    expect(() => before.dataKey('person:0194', row.sealed_key)).toThrow(SealBroken);
  });

  it('opens no text that was moved to another column', () => {
    const { key } = before.newDataKey(subject);
    expect(() => key.open(key.seal('13900000000', binding), 'persons:guardian:0193')).toThrow(SealBroken);
  });

  it('opens the same texts after it was sealed again, without the older key of the ring', () => {
    const { key, row } = before.newDataKey(subject);
    const sealed = key.seal('13900000000', binding);
    const resealed = rotating.reseal(row.sealed_key, `data_keys:sealed_key:${subject}`);
    expect(after.dataKey(subject, resealed).open(sealed, binding)).toBe('13900000000');
    expect(() => after.dataKey(subject, row.sealed_key)).toThrow(SealBroken);
  });

  it.each([
    ['a changed text', (sealed: string) => sealed.slice(0, -4) + (sealed.endsWith('AAAA') ? 'BBBB' : 'AAAA')],
    ['a text cut short', (sealed: string) => sealed.slice(0, 20)],
    ['a text of the ring', () => before.seal('13900000000', binding)],
    ['plain text', () => '13900000000'],
    ['nothing', () => ''],
  ])('refuses %s', (_, damage) => {
    const { key } = before.newDataKey(subject);
    expect(() => key.open(damage(key.seal('13900000000', binding)), binding)).toThrow(SealBroken);
  });
});
