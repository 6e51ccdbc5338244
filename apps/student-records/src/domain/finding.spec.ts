import type { AuthorityTier, Deciding } from './deciding.js';
import { acceptFinding, answerFinding, type Finding, returnFinding } from './finding.js';
import { follow, type FoundRow } from './finding-run.js';

const at = '2026-12-01T08:00:00.000Z';
const row: FoundRow = {
  subject: 'r1',
  registrationIds: ['r1'],
  facts: { returnExpectedOn: '2026-09-01' },
  contributors: ['approver'],
};
const open: Finding = {
  ...row,
  findingId: 'f1',
  schoolCode: 'S001',
  version: 1,
  rule: 'LEAVE_OVERDUE',
  ruleVersion: 1,
  severity: 'HIGH',
  foundOn: '2026-12-01',
  state: 'OPEN',
};
const asked = { subject: 'registrar', at, today: '2026-12-01' };
const officer = (
  subject = 'officer',
  officerOf: AuthorityTier = 'CITY',
  tier: AuthorityTier = 'CITY',
): Deciding => ({
  ...asked,
  subject,
  officerOf,
  tierOf: () => tier,
});
const valueOf = <T>(decision: { ok: boolean; value?: T }) => decision.value!;
const answered = valueOf(answerFinding(open, { reason: '学生住院', evidence: '证明1' }, asked));
const accepted = valueOf(acceptFinding(answered, {}, officer()));
const returned = valueOf(returnFinding(answered, { reason: '证明不全' }, officer()));

const run = (known: Finding | undefined, found: FoundRow | undefined, isOn = true) =>
  follow(known, {
    schoolCode: 'S001',
    today: '2026-12-09',
    rule: { code: 'LEAVE_OVERDUE', version: 2, severity: 'MEDIUM' },
    row: found,
    newId: () => 'f2',
    isOn,
  });
const resolved = run(answered, undefined)!.after;

describe('A finding', () => {
  it('is answered by the school, and accepted or returned by the authority with a reason', () => {
    expect(answered).toMatchObject({ state: 'ANSWERED', answer: '学生住院', answeredBy: 'registrar' });
    expect(accepted).toMatchObject({ state: 'ACCEPTED', decidedBy: 'officer' });
    expect(returned).toMatchObject({ state: 'REOPENED', answer: '学生住院', decisionReason: '证明不全' });
    expect(valueOf(answerFinding(returned, { reason: '补交证明' }, asked))).not.toHaveProperty('decidedBy');
    expect(valueOf(returnFinding(accepted, { reason: '证明系伪造' }, officer()))).toMatchObject({
      state: 'REOPENED',
    });
  });

  it.each([
    ['accepted before the school has answered', acceptFinding(open, {}, officer()), 'finding-not-answered'],
    ['returned before the school has answered', returnFinding(returned, { reason: 'x' }, officer()), 'finding-not-answered'],
    ['accepted twice', acceptFinding(accepted, {}, officer()), 'finding-accepted'],
    ['answered once it is accepted', answerFinding(accepted, { reason: 'x' }, asked), 'finding-accepted'],
    ['answered once it is mended', answerFinding(resolved, { reason: 'x' }, asked), 'finding-resolved'],
    ['accepted by who answered it', acceptFinding(answered, {}, officer('registrar')), 'approver-is-submitter'],
    ['accepted by who did what was found', acceptFinding(answered, {}, officer('approver')), 'approver-is-submitter'],
    ['decided by a district at a school of the city', returnFinding(answered, { reason: 'x' }, officer('o', 'DISTRICT')), 'city-decides'],
  ])('is not %s', (_, decision, code) => expect(decision).toMatchObject({ ok: false, code })); // prettier-ignore
});

describe('A run of a rule', () => {
  it('opens what is new, and changes nothing that is found alike', () => {
    expect(run(undefined, row)).toEqual({
      step: 'open-finding',
      after: { ...open, findingId: 'f2', ruleVersion: 2, severity: 'MEDIUM', foundOn: '2026-12-09' },
    });
    for (const known of [open, answered, accepted, returned]) expect(run(known, row)).toBeUndefined();
    expect(run(undefined, undefined)).toBeUndefined();
    expect(run(resolved, undefined)).toBeUndefined();
  });

  it('resolves what it finds no more, and says whether that was mended or the rule turned off', () => {
    for (const known of [open, answered, accepted, returned])
      expect(run(known, undefined)!.after).toMatchObject({ state: 'RESOLVED', resolvedBecause: 'MENDED', resolvedOn: '2026-12-09' }); // prettier-ignore
    expect(run(open, undefined, false)!.after).toMatchObject({ resolvedBecause: 'RULE_OFF' });
  });

  it('opens again what comes back, without what was said of it before', () => {
    const { step, after } = run(resolved, row)!;
    expect(step).toBe('reopen-finding');
    expect(after).toMatchObject({
      state: 'REOPENED',
      findingId: 'f1',
      ruleVersion: 2,
      foundOn: '2026-12-09',
    });
    expect(after).not.toHaveProperty('answer');
  });

  it('keeps an acceptance for the records that it was given for, and opens it again for further ones', () => {
    const more = { ...row, registrationIds: ['r1', 'r2'] };
    expect(run(accepted, more)).toMatchObject({
      step: 'reopen-finding',
      after: { registrationIds: ['r1', 'r2'] },
    });
    expect(run(answered, more)).toMatchObject({ step: 'renew-finding', after: { state: 'ANSWERED' } });
    expect(run(accepted, { ...row, facts: { returnExpectedOn: '2026-10-01' } })).toMatchObject({
      step: 'renew-finding',
      after: { state: 'ACCEPTED' },
    });
  });
});
