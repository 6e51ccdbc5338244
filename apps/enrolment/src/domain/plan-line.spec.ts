import { type PlanLine, publish, redraft } from './plan-line.js';

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
const by = (subject: string, differing = {}) => ({
  subject,
  schoolStatus: 'ACTIVE' as const,
  offeringStatus: 'ACTIVE' as const,
  ...differing,
});

describe('A plan line is published', () => {
  it('by another than who drafted it, and again to no effect', () => {
    expect(publish(draft, by('officer'))).toEqual({ ok: true, value: published });
    expect(publish(published, by('clerk'))).toEqual({ ok: true, value: published });
  });

  it.each<[string, PlanLine, ReturnType<typeof by>, string]>([
    ['by who drafted it', draft, by('clerk'), 'approver-is-submitter'],
    ['once it is closed', { ...published, status: 'CLOSED' }, by('officer'), 'wrong-state'],
    ['for a school that is closed', draft, by('officer', { schoolStatus: 'CLOSED' }), 'school-not-active'],
    [
      'for an offering that is stopped',
      draft,
      by('officer', { offeringStatus: 'STOPPED' }),
      'offering-not-active',
    ],
  ])('but not %s', (_, line, context, code) => {
    expect(publish(line, context)).toEqual({ ok: false, code });
  });
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
