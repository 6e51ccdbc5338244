import { type Actor, scopeOf } from './actor.js';

describe('the scope of an actor', () => {
  it('is the school for a school’s role', () => {
    const actor: Actor = { subject: 'a', role: 'school-registrar', schoolCode: 'S001' };
    expect(scopeOf(actor)).toEqual({ kind: 'school', schoolCode: 'S001' });
  });

  it('is the district for a district officer', () => {
    const actor: Actor = { subject: 'a', role: 'district-officer', authorityCode: '500112' };
    expect(scopeOf(actor)).toEqual({ kind: 'district', authorityCode: '500112' });
  });

  it('is what it delivered itself for the unified platform', () => {
    expect(scopeOf({ subject: 'platform', role: 'unified-platform' })).toEqual({
      kind: 'partner',
      partnerCode: 'platform',
    });
  });

  it.each(['city-officer', 'inspector', 'operator', 'lookup-client'] as const)(
    'is the city for %s',
    (role) => {
      expect(scopeOf({ subject: 'a', role })).toEqual({ kind: 'all' });
    },
  );

  it.each(['district-officer', 'school-registrar'] as const)(
    'does not fall open for %s without one',
    (role) => {
      expect(() => scopeOf({ subject: 'a', role })).toThrow('has no scope');
    },
  );
});
