import type { DecisionContext } from '../src/domain/plan-decisions.js';
import type { In, PlanLine } from '../src/domain/plan-line.js';
import type { Coverage } from '../src/domain/qualification.js';

/** A plan line in each of its states, and who decides on it, for the specs of its rules. */
export const line = {
  planLineId: 'line',
  year: 2026,
  season: 'AUTUMN',
  offeringId: 'offering',
  schoolCode: 'S001',
  scope: 'IN_CITY' as const,
  planned: 5,
  reserved: 0,
  used: 0,
  draftedBy: 'clerk',
  contributors: ['clerk'],
  version: 1,
};
export const drafted: PlanLine = { ...line, status: 'DRAFT' };
export const submitted: PlanLine = { ...line, status: 'SUBMITTED' };
export const returned: PlanLine = { ...line, status: 'RETURNED', returnReason: '超出办学条件' };
export const approved: PlanLine = { ...line, status: 'APPROVED', approvedBy: 'officer' };
export const published: In<'PUBLISHED'> = { ...line, status: 'PUBLISHED', publishedBy: 'officer' };
export const closed: PlanLine = { ...published, status: 'CLOSED', closedBecause: 'DECISION' };
export const pending = (planned: number): PlanLine => ({
  ...published,
  contributors: ['clerk', 'another'],
  adjustment: { state: 'PENDING', planned, reason: '扩大规模', requestedBy: 'another' },
});

export const qualification: Coverage = {
  state: 'PUBLISHED',
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  levels: ['SENIOR'],
  modes: ['FULL_TIME'],
  outOfCityAllowed: false,
};
export const by = (
  subject: string,
  { school = {}, offering = {}, ...more }: Record<string, object | string> = {},
) =>
  ({
    subject,
    at: '2026-05-01T02:00:00.000Z',
    today: '2026-05-01',
    officerOf: 'CITY',
    offering: { status: 'ACTIVE', level: 'SENIOR', mode: 'FULL_TIME', ...(offering as object) },
    school: {
      status: 'ACTIVE',
      authorityTier: 'CITY',
      qualifications: [qualification],
      ...(school as object),
    },
    ...more,
  }) as DecisionContext;
export const district = (authorityTier: string) =>
  by('officer', { officerOf: 'DISTRICT', school: { authorityTier } });
export const taken = (known: PlanLine): PlanLine => ({ ...known, reserved: 2, used: 2 });
export const accepted = (value: object) => ({ ok: true, value });
export const because = { reason: '超出办学条件' };
