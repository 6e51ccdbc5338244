import { correctable, correctIdentity } from './identity-correction.js';
import type { Registration, Submitted } from './registration-states.js';

const waiting = {
  state: 'SUBMITTED',
  registrationId: 'r1',
  personId: 'p1',
  previousRegistrationId: 'r0',
  identityMismatch: true,
  contributors: ['clerk'],
} as Submitted;
const registrar = { subject: 'registrar' };
const corrected = (personId: string) =>
  correctIdentity(waiting, { personId, formerPersonsSealed: ['sealed'] }, registrar);

describe('The identity of a registration', () => {
  it('may be corrected while it waits for its decision, and not afterwards', () => {
    expect(correctable(waiting)).toMatchObject({ ok: true });
    expect(correctable({ ...waiting, state: 'ACTIVE' } as Registration)).toMatchObject({
      code: 'not-submitted',
    });
  });

  it('may not be corrected where another registration fixes who the document is of', () => {
    expect(correctIdentity(waiting, undefined, registrar)).toMatchObject({
      code: 'identity-fixed-by-another',
    });
  });

  it('is in dispute no more, and has who corrected it among its contributors, so that they do not decide on it', () => {
    expect(corrected('p2')).toMatchObject({
      value: { personId: 'p2', identityMismatch: false, contributors: ['clerk', 'registrar'] },
    });
  });

  it('leaves the stage of study before it to the person who turned out to be another one', () => {
    expect(corrected('p1')).toMatchObject({ value: { previousRegistrationId: 'r0' } });
    expect(corrected('p2')).toMatchObject({ value: { previousRegistrationId: undefined } });
  });
});
