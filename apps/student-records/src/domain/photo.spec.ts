import { checkPortrait, putPhoto } from './photo.js';
import type { Registration } from './registration-states.js';
import { defaultRules } from './rules.js';

const standing = (state: Registration['state'], photoSha256?: string) =>
  ({ state, photoSha256 }) as Registration;
const put = (registration: Registration, reason?: 'POOR_QUALITY') =>
  putPhoto(registration, { photoSha256: 'new', reason });

describe('A portrait', () => {
  it.each([
    [358, 441, undefined],
    [716, 882, undefined],
    [413, 531, undefined],
    [357, 441, 'photo-too-small'],
    [441, 441, 'photo-not-portrait'],
    [600, 450, 'photo-not-portrait'],
  ])('of %i × %i pixels: %s', (width, height, code) => {
    const checked = checkPortrait({ width, height }, defaultRules.photo);
    expect(checked.ok ? undefined : checked.code).toBe(code);
  });
});

describe('The photo of a record', () => {
  it('is put and replaced freely while the registration waits', () => {
    expect(put(standing('SUBMITTED'))).toMatchObject({ ok: true, value: { photoSha256: 'new' } });
    expect(put(standing('SUBMITTED', 'old'))).toMatchObject({ ok: true, value: { photoSha256: 'new' } });
  });

  it('is replaced with a reason only once the registration is approved', () => {
    expect(put(standing('ON_LEAVE'))).toMatchObject({ ok: true });
    expect(put(standing('ACTIVE', 'old'))).toMatchObject({ code: 'photo-reason-missing' });
    expect(put(standing('ACTIVE', 'old'), 'POOR_QUALITY')).toMatchObject({ ok: true });
    expect(put(standing('ACTIVE', 'new'))).toMatchObject({ ok: true });
  });

  it.each(['REJECTED', 'WITHDRAWN', 'GRADUATED', 'GRADUATION_REVOKED'] as const)(
    'stays for good where it has come to %s',
    (state) => {
      expect(put(standing(state, 'old'), 'POOR_QUALITY')).toMatchObject({ code: 'photo-settled' });
    },
  );
});
