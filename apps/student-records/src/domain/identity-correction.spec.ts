import { correctable, correctIdentity } from './identity-correction.js';
import type { Registration, Submitted } from './registration.js';

const waiting = {
  state: 'SUBMITTED',
  registrationId: 'r1',
  personId: 'p1',
  contributors: ['clerk'],
} as Submitted;

describe('The identity of a registration', () => {
  it('may be corrected while it waits for its decision, and not afterwards', () => {
    expect(correctable(waiting, { fixedByAnother: false })).toMatchObject({ ok: true });
    const active = { ...waiting, state: 'ACTIVE' } as Registration;
    expect(correctable(active, { fixedByAnother: false })).toMatchObject({ code: 'not-submitted' });
  });

  it('may not be corrected where another registration fixes who the document is of', () => {
    expect(correctable(waiting, { fixedByAnother: true })).toMatchObject({
      code: 'identity-fixed-by-another',
    });
  });

  it('has everybody who corrected it among its contributors, so that they do not decide on it', () => {
    const identified = { personId: 'p2', identityMismatch: false, formerPersonsSealed: ['sealed'] };
    expect(correctIdentity(waiting, identified, { subject: 'registrar' })).toMatchObject({
      personId: 'p2',
      state: 'SUBMITTED',
      contributors: ['clerk', 'registrar'],
    });
  });
});
