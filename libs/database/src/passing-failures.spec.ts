import { isPassing } from './passing-failures.js';

const coded = (code: string) => Object.assign(new Error('driver'), { code });
const wrapped = (code: string) => Object.assign(new Error('typeorm'), { driverError: coded(code) });

describe('A failure passes', () => {
  it.each([
    '08006',
    '28P01',
    '3D000',
    '40001',
    '40P01',
    '53300',
    '55000',
    '57P01',
    '57014',
    '25P03',
    '25P04',
    '55P03',
    'ECONNREFUSED',
  ])('with %s, also when typeorm wraps it', (code) => {
    expect(isPassing(coded(code))).toBe(true);
    expect(isPassing(wrapped(code))).toBe(true);
  });

  it('when every address of a host refuses', () => {
    expect(isPassing(new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]))).toBe(true);
  });

  it('when the pool could not get a connection', () => {
    expect(isPassing(new Error('timeout exceeded when trying to connect'))).toBe(true);
  });

  it.each(['23505', '22P02', '22021', '42P01', '25P02'])(
    'not with %s: trying again does not help',
    (code) => {
      expect(isPassing(wrapped(code))).toBe(false);
    },
  );

  it('not when a program is at fault', () => {
    expect(isPassing(new TypeError('x is not a function'))).toBe(false);
    expect(isPassing('a text')).toBe(false);
  });
});
