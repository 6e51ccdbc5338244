import { isPlannable, type PlanLine, type PublicationContext, publish, redraft } from './plan-line.js';
import type { Coverage } from './qualification.js';

const draft: PlanLine = {
  planLineId: 'line',
  year: 2026,
  season: 'AUTUMN',
  offeringId: 'offering',
  schoolCode: 'S001',
  scope: 'IN_CITY',
  planned: 5,
  reserved: 0,
  used: 0,
  draftedBy: 'clerk',
  version: 1,
  status: 'DRAFT',
};
const published: PlanLine = { ...draft, status: 'PUBLISHED', publishedBy: 'officer' };
const qualification: Coverage = {
  state: 'PUBLISHED',
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  levels: ['SENIOR'],
  modes: ['FULL_TIME'],
  outOfCityAllowed: false,
};
const by = (
  subject: string,
  { school = {}, offering = {} }: { school?: object; offering?: object } = {},
): PublicationContext => ({
  subject,
  today: '2026-05-01',
  offering: { status: 'ACTIVE', level: 'SENIOR', mode: 'FULL_TIME', ...offering },
  school: { status: 'ACTIVE', qualifications: [qualification], ...school },
});

describe('A plan line is published', () => {
  it('by another than who drafted it, and again to no effect', () => {
    expect(publish(draft, by('officer'))).toEqual({ ok: true, value: published });
    expect(publish(published, by('clerk'))).toEqual({ ok: true, value: published });
  });

  it('under a qualification that begins later', () => {
    const later = { ...qualification, validFrom: '2026-09-01' };
    expect(publish(draft, by('officer', { school: { qualifications: [later] } })).ok).toBe(true);
  });

  it.each<[string, PlanLine, PublicationContext, string]>([
    ['by who drafted it', draft, by('clerk'), 'approver-is-submitter'],
    ['once it is closed', { ...published, status: 'CLOSED' }, by('officer'), 'wrong-state'],
    [
      'for a school that is closed',
      draft,
      by('officer', { school: { status: 'CLOSED' } }),
      'school-not-active',
    ],
    [
      'for an offering that is stopped',
      draft,
      by('officer', { offering: { status: 'STOPPED' } }),
      'offering-not-active',
    ],
    ['without a qualification', draft, by('officer', { school: { qualifications: [] } }), 'not-qualified'],
    [
      'for a mode that none covers',
      draft,
      by('officer', { offering: { mode: 'PART_TIME' } }),
      'not-qualified',
    ],
    ['for applicants that none covers', { ...draft, scope: 'OUT_OF_CITY' }, by('officer'), 'not-qualified'],
    [
      'under a qualification that has run out',
      draft,
      by('officer', { school: { qualifications: [{ ...qualification, validTo: '2026-04-30' }] } }),
      'not-qualified',
    ],
  ])('but not %s', (_, line, context, code) => {
    expect(publish(line, context)).toEqual({ ok: false, code });
  });
});

it('A plan is of a year from five years back to two ahead', () => {
  const years = [2005, 2020, 2021, 2026, 2028, 2029];
  expect(years.filter((each) => isPlannable(each, '2026-05-01'))).toEqual([2021, 2026, 2028]);
});

describe('A plan line is drafted again', () => {
  it('with another number, by whoever does, and with the same number to no effect', () => {
    const again = { ...draft, planned: 6, draftedBy: 'another' };
    expect(redraft(draft, 6, { subject: 'another' })).toEqual({ ok: true, value: again });
    expect(redraft(published, 5, { subject: 'another' })).toEqual({ ok: true, value: published });
  });

  it('but not once it is published with another number', () => {
    expect(redraft(published, 6, { subject: 'clerk' })).toEqual({ ok: false, code: 'plan-line-published' });
  });
});
