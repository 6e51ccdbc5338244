import { refuse } from '#aggregates/rules';
import { active, deciding, submitted } from '../../test/example-registrations.js';
import { approve } from './registration.js';
import { defaultRules as rules } from './rules.js';
import { durationOf, leastMonths, setStudyTerms, stateProgramme } from './study-terms.js';

const employer = { uscc: '91500000MA5U00001X', name: '样例机械有限公司' };
const officer = deciding('officer');
const approval = {
  ...officer,
  hindrance: undefined,
  inwardTransferIsOpen: false,
  cutOff: undefined,
  rules,
};

describe('The duration of a study', () => {
  const fullTime = { level: 'SENIOR', studyMode: 'FULL_TIME' } as const;

  it('follows from what somebody has completed and from the level', () => {
    expect(durationOf('JUNIOR_HIGH', fullTime, rules)).toEqual({ regular: 60, shortest: 48, longest: 84 });
    expect(durationOf('INTERMEDIATE_WORKER', fullTime, rules)).toMatchObject({ regular: 24 });
    expect(durationOf('PRIMARY', fullTime, rules)).toBeUndefined();
    expect(durationOf('SENIOR_HIGH', { ...fullTime, level: 'NEW_LEVEL' }, rules)).toBeUndefined();
  });

  it('may be a year in part-time study, which is flexible', () => {
    expect(durationOf('SENIOR_HIGH', { ...fullTime, studyMode: 'PART_TIME' }, rules)).toMatchObject({ shortest: 12 }); // prettier-ignore
  });

  it('is bounded with the approval', () => {
    expect(approve(submitted({ priorEducation: '初中', durationMonths: 60 }), approval)).toMatchObject({
      value: { entryQualification: 'JUNIOR_HIGH', minMonths: 48, maxMonths: 84 },
    });
  });

  it('may be shortened to its shortest only where it is flexible', () => {
    expect(leastMonths({ durationMonths: 36, minMonths: 24 })).toBe(36);
    expect(leastMonths({ durationMonths: 36, minMonths: 24, flexible: true })).toBe(24);
  });
});

describe('The terms of a study', () => {
  const on = { effectiveOn: '2023-10-01' };
  const asked = { ...officer, rules };

  it('are set by the authority from a day on, and what the decision does not name stays', () => {
    const student = active({ flexible: true });
    expect(setStudyTerms(student, { ...on, creditBased: true, creditsRequired: 120 }, asked)).toMatchObject({
      value: { flexible: true, creditBased: true, creditsRequired: 120 },
    });
    expect(setStudyTerms(student, { ...on, entryQualification: 'JUNIOR_HIGH' }, asked)).toMatchObject({
      value: { minMonths: 48, maxMonths: 84 },
    });
  });

  it.each([
    ['credits without a number to earn', active(), { creditBased: true }, 'credits-required-missing'],
    ['a day to come', active(), { effectiveOn: '2023-10-02' }, 'decision-of-later-day'],
    ['a day before the studies', active(), { effectiveOn: '2023-08-31' }, 'before-last-change'],
    ['a registration that waits for its approval', submitted(), {}, 'not-active'],
    ['an apprentice who studies full-time', active(), { programmeType: 'NEW_APPRENTICESHIP' }, 'apprenticeship-is-part-time'], // prettier-ignore
  ] as const)('are refused for %s', (_, registration, terms, code) => {
    expect(setStudyTerms(registration, { ...on, ...terms }, asked)).toEqual(refuse(code));
  });

  it('name another employer from their day on, and the one on record keeps its own', () => {
    const employed = active({ employer, employerSince: '2023-09-10' });
    expect(setStudyTerms(employed, { ...on, employer }, asked)).toMatchObject({
      value: { employerSince: '2023-09-10' },
    });
    const other = { uscc: '91500000MA5U00002W', name: '样例电子有限公司' };
    expect(setStudyTerms(employed, { ...on, employer: other }, asked)).toMatchObject({
      value: { employer: other, employerSince: '2023-10-01' },
    });
    const { value } = setStudyTerms(active({ employerLeftOn: '2023-09-20' }), { ...on, employer: other }, asked) as { value: object }; // prettier-ignore
    expect(value).toMatchObject({ employerSince: '2023-10-01', employerLeftOn: undefined });
    const early = { effectiveOn: '2023-09-09', employer: other };
    expect(setStudyTerms(employed, early, asked)).toEqual(refuse('employer-day-not-possible'));
  });

  it('are not set by a district for a school of the city', () => {
    const district = deciding('li', 'DISTRICT');
    expect(setStudyTerms(active(), on, { ...district, rules })).toEqual(refuse('city-decides'));
  });
});

describe('A programme', () => {
  it.each([
    ['an order class', 'ORDER_CLASS', { employer }, '校企合作协议编号'],
    ['an industry college', 'INDUSTRY_COLLEGE', {}, '校企合作协议编号'],
    ['an order class without anybody who ordered it', 'ORDER_CLASS', { cooperationAgreementNo: '协1' }, '用人单位'], // prettier-ignore
  ] as const)('of %s is not approved without what it rests on, which the refusal names', (_, programmeType, has, lacks) => {
    expect(approve(submitted({ programmeType, ...has }), approval)).toMatchObject({
      ok: false,
      code: 'programme-papers-missing',
      words: { title: expect.stringContaining(lacks) },
    });
  }); // prettier-ignore

  it('of an apprentice names employer and contract', () => {
    const apprentice = submitted({ programmeType: 'NEW_APPRENTICESHIP', studyMode: 'PART_TIME', employer });
    expect(approve(apprentice, approval)).toMatchObject({ code: 'programme-papers-missing' });
    expect(approve({ ...apprentice, contractNo: '合1' }, approval)).toMatchObject({ ok: true });
  });

  it('is completed by the school before the approval, and whoever did so does not approve it', () => {
    const order = submitted({ programmeType: 'ORDER_CLASS', employer });
    const stated = stateProgramme(order, { cooperationAgreementNo: '协1' }, deciding('registrar2'));
    expect(stated).toMatchObject({ ok: true, value: { cooperationAgreementNo: '协1', employer } });
    if (!stated.ok) return;
    expect(approve(stated.value, approval)).toMatchObject({ ok: true });
    expect(approve(stated.value, { ...approval, subject: 'registrar2' })).toEqual(refuse('approver-is-submitter')); // prettier-ignore
    expect(stateProgramme(active(), {}, officer)).toEqual(refuse('registration-decided'));
  });

  it('that a later decision changes is held to the same', () => {
    const change = { effectiveOn: '2023-10-01', programmeType: 'INDUSTRY_COLLEGE' } as const;
    expect(setStudyTerms(active(), change, { ...officer, rules })).toMatchObject({ code: 'programme-papers-missing' }); // prettier-ignore
    const complete = { ...change, cooperationAgreementNo: '协2' };
    expect(setStudyTerms(active(), complete, { ...officer, rules })).toMatchObject({ ok: true });
  });
});
