import { extentOfErasure } from './erasure.js';
import { LIVE_STATES } from './registration-states.js';

describe('the erasure of a person', () => {
  it.each([[['REJECTED']], [['REJECTED', 'REJECTED']]] as const)('takes all of who was only %s', (states) => {
    expect(extentOfErasure(states)).toEqual({ ok: true, value: 'WHOLE' });
  });

  it.each([[['GRADUATED']], [['GRADUATION_REVOKED']], [['REJECTED', 'WITHDRAWN']], [['DECEASED']]] as const)(
    'leaves the identity of who is %s in the archive',
    (states) => {
      expect(extentOfErasure(states)).toEqual({ ok: true, value: 'CONTACT' });
    },
  );

  it.each(['SUBMITTED', ...LIVE_STATES] as const)(
    'is refused while a registration is %s, whatever became of others',
    (state) => {
      expect(extentOfErasure(['GRADUATED', state])).toEqual({
        ok: false,
        code: 'person-has-open-registration',
      });
    },
  );
});
