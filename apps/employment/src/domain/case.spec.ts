import fc from 'fast-check';
import { type Cancelled, type Case, cancel, type Graduate, open, reopen } from './case.js';
import { reportOutcome } from './outcome.js';

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
const opened = () => open(graduate, 3, at);
const cancelled = (known: Case = opened()): Cancelled => accepted(cancel(known, revocation(4)));
const reported = () =>
  accepted(reportOutcome(opened(), { category: 'SEEKING', startedOn: '2026-07-01' }, at));
const nothingNew = { ok: false, code: 'nothing-new' };
const again = (known: Case, version: number) => reopen(known, { graduate, version }, at);

function accepted<State>(decision: { ok: true; value: State } | { ok: false; code: string }): State {
  if (!decision.ok) throw new Error(decision.code);
  return decision.value;
}

describe('an employment case', () => {
  it('is opened by a graduation', () => {
    expect(opened()).toMatchObject({ state: 'OPEN', version: 1, graduationVersion: 3, name: '阿依·买买提' });
  });

  it('is opened once, however often the graduation comes', () => {
    expect(again(opened(), 3)).toEqual(nothingNew);
    expect(again(reported(), 3)).toEqual(nothingNew);
  });

  it('is cancelled by a revocation, also after an outcome was reported', () => {
    expect(cancelled()).toMatchObject({ state: 'CANCELLED', graduationVersion: 4 });
    expect(cancelled(reported())).toMatchObject({ state: 'CANCELLED', reportedAt: at });
  });

  it('is cancelled once, however often the revocation comes', () => {
    expect(cancel(cancelled(), revocation(4))).toEqual(nothingNew);
  });

  it('is not brought back by the graduation that was revoked', () => {
    expect(again(cancelled(), 3)).toEqual(nothingNew);
  });

  it('is opened again by a new graduation after the revocation', () => {
    const reopened = accepted(again(cancelled(), 6));
    expect(reopened).toMatchObject({ state: 'OPEN', graduationVersion: 6 });
    expect(reopened).not.toHaveProperty('cancelledAt');
  });

  it('does not follow a revocation that is older than its graduation', () => {
    expect(cancel(open(graduate, 6, at), revocation(4))).toEqual(nothingNew);
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
          const next: ReturnType<typeof reopen> | ReturnType<typeof cancel> =
            version % 2 ? again(known, version) : cancel(known, revocation(version));
          if (next.ok) known = next.value;
        }
        expect(known.state).toBe((versions.at(-1) ?? 3) % 2 ? 'OPEN' : 'CANCELLED');
      }),
    );
  });
});
