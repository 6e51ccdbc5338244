import type { Admitted } from './application.js';
import type { Coverage } from './qualification.js';
import { admittedElsewhere, type Receiving, transfer } from './transfer.js';

const qualification: Coverage = {
  state: 'PUBLISHED',
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  levels: ['SENIOR'],
  modes: ['FULL_TIME'],
  outOfCityAllowed: false,
};
const offering = { status: 'ACTIVE', level: 'SENIOR', mode: 'FULL_TIME' } as const;
const before = { offering, school: { qualifications: [{ ...qualification, state: 'SUSPENDED' as const }] } };
const admitted = {
  applicationId: 'before',
  schoolCode: 'S001',
  offeringId: 'offering-before',
  planLineId: 'line-before',
  scope: 'IN_CITY',
  state: 'ADMITTED',
  contributors: ['clerk'],
  importId: 'import',
  version: 4,
} as unknown as Admitted;
const place: Receiving = {
  offering,
  school: {
    status: 'ACTIVE',
    schoolType: 'TECHNICIAN_COLLEGE',
    levelExemptions: [],
    qualifications: [qualification],
  },
  line: { planLineId: 'line', status: 'PUBLISHED' },
  today: '2026-09-01',
  windows: undefined,
  isDisputed: false,
  isDeceased: false,
  isTaken: false,
  hasWaitlist: () => false,
  takeSeat: () => true,
};
const asked = { subject: 'officer', at: '2026-09-01T01:00:00.000Z', today: '2026-09-01', newId: 'after' };

describe('A transfer', () => {
  it('ends the admission with a code and the application that follows, which is admitted by its own school', () => {
    const decision = transfer(admitted, before, { ...asked, receiving: place });
    expect(decision).toMatchObject({ value: { state: 'CANCELLED', closingCode: 'TRANSFERRED', transferredTo: 'after' } }); // prettier-ignore
    if (!decision.ok || decision.value.state !== 'CANCELLED') throw new Error('refused');
    const there = { schoolCode: 'S002', offeringId: 'offering', planLineId: 'line' };
    const after = admittedElsewhere(decision.value, there);
    expect(after).toMatchObject({ ...there, applicationId: 'after', transferredFrom: 'before', state: 'ADMITTED', contributors: ['clerk', 'officer'], version: 1 }); // prettier-ignore
    expect([after.importId, 'closingCode' in after && after.closingCode]).toEqual([undefined, undefined]);
  });

  it.each<[string, string, Receiving | undefined, Admitted?]>([
    ['an offering that there is not', 'unknown-offering', undefined],
    ['another level', 'other-level-or-mode', { ...place, offering: { ...offering, level: 'INTERMEDIATE' } }],
    ['another study mode', 'other-level-or-mode', { ...place, offering: { ...offering, mode: 'PART_TIME' } }],
    ['a school that may not recruit either', 'not-qualified', { ...place, school: { ...place.school, qualifications: [] } }],
    ['an offering without a published plan', 'no-published-plan', { ...place, line: undefined }],
    ['a plan line that is full', 'quota-full', { ...place, takeSeat: () => false }],
    ['a plan line that others wait for', 'waitlist-goes-first', { ...place, hasWaitlist: () => true }],
    ['a place that the person applies for already', 'already-applied', { ...place, isTaken: true }],
    ['who was honoured', 'not-unqualified', place, { ...admitted, honouredOn: '2026-08-31' }],
    ['who was erased', 'erased-application', place, { ...admitted, erasedAt: asked.at }],
  ])('is refused for %s', (_, code, receiving, each = admitted) => {
    expect(transfer(each, before, { ...asked, receiving })).toMatchObject({ ok: false, code });
  }); // prettier-ignore

  it('is of those only whose school has lost its qualification', () => {
    const standing = { offering, school: { qualifications: [qualification] } };
    expect(transfer(admitted, standing, { ...asked, receiving: place })).toMatchObject({ ok: false, code: 'not-unqualified' }); // prettier-ignore
  });
});
