import { type Standing, type StandingRecord, whyNotStudying } from './may-study.js';

const record = (registrationId: string, state: StandingRecord['state'], deceasedOn?: string) => ({
  registrationId,
  state,
  deceasedOn,
});
const standing = (...records: StandingRecord[]): Standing => ({ disputed: false, records });
const disputed = (...records: StandingRecord[]): Standing => ({ disputed: true, records });
const DIED = '2026-09-10';

describe('A record becomes that of a student, or one again', () => {
  it.each<[string, Standing]>([
    ['of who is known by nothing else', standing()],
    ['of who waits to be registered', standing(record('r1', 'SUBMITTED'))],
    [
      'of who has graduated and left elsewhere',
      standing(record('r2', 'GRADUATED'), record('r3', 'WITHDRAWN')),
    ],
    ['where it said by mistake that they had died', standing(record('r1', 'DECEASED'))],
    ['and stays one, whatever is found out of the person', disputed(record('r1', 'ON_LEAVE'))],
  ])('%s', (_, known) => {
    expect(whyNotStudying(known, 'r1')).toBeUndefined();
  });

  it.each<[string, Standing, string]>([
    ['while two people share an ID number', disputed(record('r1', 'WITHDRAWN')), 'identity-mismatch'],
    ['where another one ended by death', standing(record('r2', 'DECEASED')), 'person-is-deceased'],
    ['where a death is marked on another one', standing(record('r2', 'GRADUATED', DIED)), 'person-is-deceased'],
    ['where a death is marked on itself', standing(record('r1', 'WITHDRAWN', DIED)), 'person-is-deceased'],
    ['while the person studies elsewhere', standing(record('r1', 'WITHDRAWN'), record('r2', 'RETAINED')), 'person-has-live-registration'],
  ])('but not %s', (_, known, code) => {
    expect(whyNotStudying(known, 'r1')).toBe(code);
  }); // prettier-ignore
});
