import { refusalToPublish } from './qualification.js';

describe('The publication of a qualification', () => {
  it.each(['DRAFT', 'SUSPENDED'] as const)('is for another officer than who drafted it, from %s', (state) => {
    expect(refusalToPublish({ state, draftedBy: 'wang' }, 'li')).toBeUndefined();
    expect(refusalToPublish({ state, draftedBy: 'wang' }, 'wang')?.code).toBe('approver-is-submitter');
  });

  it('happens once', () => {
    expect(refusalToPublish({ state: 'PUBLISHED', draftedBy: 'wang' }, 'li')?.code).toBe('wrong-state');
  });
});
