import { publish, type Qualification } from './qualification.js';

const draft: Qualification = {
  qualificationId: 'qualification',
  schoolCode: 'S001',
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  levels: ['SENIOR'],
  modes: ['FULL_TIME'],
  outOfCityAllowed: false,
  reason: '年度审核',
  publicationNo: '样例1号',
  version: 1,
  draftedBy: 'wang',
  state: 'DRAFT',
};
const published: Qualification = { ...draft, state: 'PUBLISHED', publishedBy: 'li' };
const suspended: Qualification = { ...published, state: 'SUSPENDED', suspensionReason: '整改' };

describe('The publication of a qualification', () => {
  it.each([draft, suspended])('is for another officer than who drafted it, from $state', (qualification) => {
    expect(publish(qualification, { subject: 'li' })).toEqual({ ok: true, value: published });
    expect(publish(qualification, { subject: 'wang' })).toEqual({ ok: false, code: 'approver-is-submitter' });
  });

  it('happens once', () => {
    expect(publish(published, { subject: 'li' })).toEqual({ ok: false, code: 'wrong-state' });
  });
});
