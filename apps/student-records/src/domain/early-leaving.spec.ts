import { isEarlyLeaving } from './early-leaving.js';
import type { Registration } from './registration-states.js';
import { defaultRules } from './rules.js';

const left = (over: object) =>
  ({ state: 'WITHDRAWN', startOn: '2025-09-01', endedOn: '2026-09-01', ...over }) as Registration;

describe('An early leaving', () => {
  it.each([
    ['is certified after twelve months', {}, true],
    ['is not after a day less', { endedOn: '2026-08-31' }, false],
    ['does not count the days on leave', { daysAway: 1 }, false],
    ['is one of who was withdrawn, and not of who was expelled', { state: 'EXPELLED' }, false],
  ])('%s', (_, over, expected) => expect(isEarlyLeaving(left(over), defaultRules)).toBe(expected));
});
