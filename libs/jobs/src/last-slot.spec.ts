import { NIGHTLY } from './job-kind.js';
import { lastSlot } from './jobs.js';

describe('The last firing of a schedule', () => {
  it('is the hour in China of the same day once it has come, and that of the day before until then', () => {
    const before = new Date('2026-07-15T01:59:59.999+08:00');
    const at = new Date('2026-07-15T02:00:00.000+08:00');
    expect(lastSlot(NIGHTLY, before)).toEqual(new Date('2026-07-14T02:00:00+08:00'));
    expect(lastSlot(NIGHTLY, at)).toEqual(at);
    expect(lastSlot(NIGHTLY, new Date('2026-07-16T01:00:00+08:00'))).toEqual(at);
  });
});
