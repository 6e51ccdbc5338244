import { type PublicationCase, refusalToPublish } from './plan-line.js';

const draft = (differing: Partial<PublicationCase> = {}): PublicationCase => ({
  status: 'DRAFT',
  draftedBy: 'clerk',
  schoolStatus: 'ACTIVE',
  offeringStatus: 'ACTIVE',
  ...differing,
});

describe('A plan line is published', () => {
  it('by another than who drafted it, and again to no effect', () => {
    expect(refusalToPublish(draft(), 'officer')).toBeUndefined();
    expect(refusalToPublish(draft({ status: 'PUBLISHED' }), 'clerk')).toBeUndefined();
  });

  it.each<[string, Partial<PublicationCase>, string, string]>([
    ['by who drafted it', {}, 'clerk', 'approver-is-submitter'],
    ['once it is closed', { status: 'CLOSED' }, 'officer', 'wrong-state'],
    ['for a school that is closed', { schoolStatus: 'CLOSED' }, 'officer', 'school-not-active'],
    ['for an offering that is stopped', { offeringStatus: 'STOPPED' }, 'officer', 'offering-not-active'],
  ])('but not %s', (_, differing, publisher, code) => {
    expect(refusalToPublish(draft(differing), publisher)).toBe(code);
  });
});
