import fc from 'fast-check';
import { type Case, cancel, type Graduate, markReported, open } from './case.js';

const graduate: Graduate = {
  registrationId: '0193b0a0-0000-7000-8000-000000000001',
  personId: '0193b0a0-0000-7000-8000-000000000002',
  name: '阿依·买买提',
  schoolCode: 'S001',
  schoolName: '样例技师学院',
  schoolType: 'TECHNICIAN_COLLEGE',
  majorCode: '0106-3',
  majorName: '数控加工',
  level: 'SENIOR',
  studyMode: 'FULL_TIME',
  graduatedOn: '2026-06-30',
  approvedOn: '2026-07-01',
};
const at = '2026-07-01T00:00:00.000Z';
const revocation = (version: number) => ({ version, decisionNo: '撤〔2026〕1号', revokedAt: at });
const opened = () => open(graduate, 3, at, undefined)!;

describe('an employment case', () => {
  it('is opened by a graduation', () => {
    expect(opened()).toMatchObject({ state: 'OPEN', version: 1, graduationVersion: 3, name: '阿依·买买提' });
  });

  it('is opened once, however often the graduation comes', () => {
    expect(open(graduate, 3, at, opened())).toBeUndefined();
    expect(open(graduate, 3, at, markReported(opened(), at))).toBeUndefined();
  });

  it('is cancelled by a revocation, also after an outcome was reported', () => {
    expect(cancel(opened(), revocation(4))).toMatchObject({ state: 'CANCELLED', version: 2 });
    expect(cancel(markReported(opened(), at), revocation(4))).toMatchObject({
      state: 'CANCELLED',
      version: 3,
    });
  });

  it('is cancelled once, however often the revocation comes', () => {
    expect(cancel(cancel(opened(), revocation(4))!, revocation(4))).toBeUndefined();
  });

  it('is not brought back by the graduation that was revoked', () => {
    expect(open(graduate, 3, at, cancel(opened(), revocation(4)))).toBeUndefined();
  });

  it('is opened again by a new graduation after the revocation', () => {
    const again = open(graduate, 6, at, cancel(opened(), revocation(4)));
    expect(again).toMatchObject({ state: 'OPEN', version: 3, graduationVersion: 6 });
  });

  it('does not follow a revocation that is older than its graduation', () => {
    expect(cancel(open(graduate, 6, at, undefined)!, revocation(4))).toBeUndefined();
  });

  it('ends as the newest of any graduations and revocations says, however often each comes', () => {
    // The transport lets nothing through that is older than what it has seen of the registration.
    const history = fc
      .array(fc.integer({ min: 3, max: 9 }))
      .map((versions) => versions.sort((one, other) => one - other));
    fc.assert(
      fc.property(history, (versions) => {
        let known: Case = opened();
        for (const version of versions) {
          // As in student records: odd versions graduate, even ones revoke.
          const next: Case | undefined =
            version % 2 ? open(graduate, version, at, known) : cancel(known, revocation(version));
          if (next) expect(next.version).toBe(known.version + 1);
          known = next ?? known;
        }
        expect(known.state).toBe((versions.at(-1) ?? 3) % 2 ? 'OPEN' : 'CANCELLED');
      }),
    );
  });
});
