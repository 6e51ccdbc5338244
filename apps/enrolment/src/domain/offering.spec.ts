import { close, type Offering, open, openAgain, reopen } from './offering.js';

const offering: Offering = {
  offeringId: 'offering',
  schoolCode: 'S001',
  catalogueVersion: '2022',
  majorCode: '0106',
  level: 'SENIOR',
  mode: 'FULL_TIME',
  status: 'ACTIVE',
  cooperations: [],
  version: 1,
};
const stopped: Offering = { ...offering, status: 'STOPPED' };
const closed: Offering = { ...offering, status: 'CLOSED' };
const allowing = {
  school: { schoolType: 'TECHNICIAN_COLLEGE', status: 'ACTIVE' as const, levelExemptions: [] },
  today: '2026-09-01',
  major: { levels: ['SENIOR'], status: 'ACTIVE' as const },
};
const withClosedMajor = { ...allowing, major: { ...allowing.major, status: 'CLOSED' as const } };

describe('An offering', () => {
  it('is not opened of a major that the catalogue has closed', () => {
    expect(open(offering, withClosedMajor)).toEqual({ ok: false, code: 'major-closed' });
  });

  it('that is there is opened again only if it is open, since that changes nothing', () => {
    expect([offering, stopped, closed].map(openAgain)).toEqual([
      undefined,
      'offering-stopped',
      'offering-closed',
    ]);
  });

  it('that was stopped or closed is reopened as it could be opened today', () => {
    expect(reopen(stopped, allowing)).toEqual({ ok: true, value: offering });
    expect(reopen(closed, allowing)).toEqual({ ok: true, value: offering });
    expect(reopen(offering, allowing)).toEqual({ ok: false, code: 'wrong-state' });
    expect(reopen(stopped, withClosedMajor)).toEqual({ ok: false, code: 'major-closed' });
  });

  it('is closed once it is stopped and nobody is in it', () => {
    expect(close(stopped, { live: 0 })).toEqual({ ok: true, value: closed });
    expect(close(stopped, { live: 1 })).toEqual({ ok: false, code: 'offering-has-live-students' });
    expect(close(offering, { live: 0 })).toEqual({ ok: false, code: 'wrong-state' });
  });
});
