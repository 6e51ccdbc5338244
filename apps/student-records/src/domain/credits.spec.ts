import fc from 'fast-check';
import { accept, refuse } from '#aggregates/rules';
import { carriedAnew, compensate, compensationOf, type CreditEntry, creditPriorLearning, creditsMet, lessCarried, recordResult } from './credits.js'; // prettier-ignore
import { active, graduated } from '../../test/example-registrations.js';
import { defaultRules } from './rules.js';

const passed = { courseCode: 'SK-01', courseName: '数控编程', term: '2025-2026-1', result: 'PASSED', credits: 4 } as const; // prettier-ignore
const entryOf = (over: Partial<CreditEntry> = {}) =>
  ({
    ...passed,
    entryId: 'e1',
    registrationId: 'r1',
    schoolCode: 'S001',
    version: 1,
    kind: 'COURSE',
    state: 'RECORDED',
    ...over,
  }) as CreditEntry;
const knowing = (...known: CreditEntry[]) => ({ newId: 'e2', known, rules: defaultRules });

describe('A result of a course', () => {
  it('earns its credits where it was passed, and none where it was failed', () => {
    expect(recordResult(active(), passed, knowing())).toMatchObject({
      value: { credits: 4, kind: 'COURSE' },
    });
    const failed = { ...passed, result: 'FAILED' } as const;
    expect(recordResult(active(), failed, knowing())).toMatchObject({ value: { credits: 0 } });
  });

  it('that is given again changes nothing', () => {
    expect(recordResult(active(), passed, knowing(entryOf()))).toEqual(accept(undefined));
    expect(recordResult(graduated(), passed, knowing(entryOf()))).toEqual(accept(undefined));
  });

  it('that says otherwise than the entry of its term is refused until that is compensated', () => {
    const other = { ...passed, credits: 3 };
    expect(recordResult(active(), other, knowing(entryOf()))).toEqual(refuse('credit-entry-differs'));
    const compensated = entryOf({ state: 'COMPENSATED' });
    expect(recordResult(active(), other, knowing(compensated))).toMatchObject({ value: { credits: 3 } });
  });

  it('counts once, also where the course was passed in another term; a pass after a failure counts', () => {
    const earlier = entryOf({ term: '2024-2025-2' });
    expect(recordResult(active(), passed, knowing(earlier))).toEqual(refuse('course-credited-already'));
    const failed = entryOf({ result: 'FAILED', credits: 0 });
    expect(recordResult(active(), passed, knowing(failed))).toMatchObject({ value: { credits: 4 } });
  });

  it('is not recorded for who has graduated', () => {
    expect(recordResult(graduated(), passed, knowing())).toEqual(refuse('registration-not-live'));
  });
});

describe('Prior learning', () => {
  const byCredits = active({ creditBased: true, creditsRequired: 100 });
  const learnt = { courseCode: 'SK-09', courseName: '车工', credits: 10, evidence: '认定〔2026〕3号' };

  it('is credited with its evidence up to half of the credits that are required', () => {
    expect(creditPriorLearning(byCredits, learnt, knowing())).toMatchObject({
      value: { kind: 'PRIOR_LEARNING', credits: 10, evidence: learnt.evidence, result: 'PASSED' },
    });
    const before = entryOf({ kind: 'PRIOR_LEARNING', credits: 40 });
    expect(creditPriorLearning(byCredits, learnt, knowing(before)).ok).toBe(true);
    const more = { ...learnt, credits: 10.5 };
    expect(creditPriorLearning(byCredits, more, knowing(before))).toEqual(refuse('prior-learning-too-much'));
  });

  it('is no matter of who does not study by credits, nor of a course that is credited', () => {
    expect(creditPriorLearning(active(), learnt, knowing())).toEqual(refuse('not-credit-based'));
    const course = { ...learnt, courseCode: passed.courseCode };
    expect(creditPriorLearning(byCredits, course, knowing(entryOf()))).toEqual(refuse('course-credited-already')); // prettier-ignore
  });
});

describe('An entry of credits', () => {
  it('is compensated once, by an entry that takes its credits back', () => {
    const live = new Set(['r1']);
    const compensated = compensate(entryOf(), {}, { live });
    expect(compensated).toEqual(accept(entryOf({ state: 'COMPENSATED' })));
    expect(compensationOf(entryOf(), 'e2')).toMatchObject({ state: 'COMPENSATION', credits: -4, compensates: 'e1' }); // prettier-ignore
    expect(compensate(entryOf({ state: 'COMPENSATED' }), {}, { live })).toEqual(refuse('credit-entry-not-recorded')); // prettier-ignore
    expect(compensate(entryOf(), {}, { live: new Set() })).toEqual(refuse('registration-not-live'));
  });
});

const entriesOf = (study: readonly CreditEntry[][], at: number) => study[at]!.filter(({ state }) => state === 'RECORDED'); // prettier-ignore
const sumOf = (study: readonly CreditEntry[][], at: number) => entriesOf(study, at).reduce((sum, each) => sum + each.credits, 0); // prettier-ignore
const carriedAt = (study: readonly CreditEntry[][], at: number) => entriesOf(study, at).find(({ kind }) => kind === 'CARRIED'); // prettier-ignore
const after = (study: readonly CreditEntry[][]) => (id: string) => study.map((_, at) => `r${at}`).slice(Number(id.slice(1)) + 1); // prettier-ignore
const end = (each: CreditEntry) => Object.assign(each, { state: 'COMPENSATED' });

describe('What a record carries from school to school', () => {
  let made = 0;
  const add = (study: CreditEntry[][], at: number, over: Partial<CreditEntry>) =>
    study[at]!.push(entryOf({ entryId: `e${++made}`, registrationId: `r${at}`, ...over }));

  function transfer(study: CreditEntry[][]) {
    const earned = sumOf(study, study.length - 1);
    study.push([]);
    if (earned > 0) add(study, study.length - 1, { kind: 'CARRIED', credits: earned });
  }
  function compensated(study: CreditEntry[][], ...entries: CreditEntry[]) {
    entries.forEach(end);
    const carrying = new Set(study.flatMap((_, at) => carriedAt(study, at)?.registrationId ?? []));
    for (const [id, less] of lessCarried(entries, after(study), carrying)) {
      const at = Number(id.slice(1));
      const carried = carriedAt(study, at)!;
      study[at]!.push(...carriedAnew(carried, less, `e${++made}`));
      end(carried);
    }
  }

  it('loses nothing twice where a school on the way has compensated what it carries', () => {
    const study: CreditEntry[][] = [[]];
    add(study, 0, { credits: 6 });
    add(study, 0, { credits: 4 });
    transfer(study);
    add(study, 1, { credits: 5 });
    transfer(study);
    compensated(study, carriedAt(study, 1)!);
    expect(sumOf(study, 2)).toBe(5);
    compensated(study, study[0]![1]!);
    expect(sumOf(study, 2)).toBe(5);
  });

  it('is what the school before sums to, after anything that was compensated in any order', () => {
    const step = fc.record({ does: fc.constantFrom('earn', 'transfer', 'compensate', 'compensate two'), at: fc.nat(20), credits: fc.nat(8) }); // prettier-ignore
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
        const study: CreditEntry[][] = [[]];
        for (const { does, at, credits } of steps) {
          const standing = study.flatMap((_, record) => entriesOf(study, record));
          if (does === 'earn') add(study, study.length - 1, { credits });
          else if (does === 'transfer') transfer(study);
          else if (standing.length > 0) compensated(study, ...new Set([standing[at % standing.length]!, ...(does === 'compensate two' ? [standing[(at + credits) % standing.length]!] : [])])); // prettier-ignore
          for (let record = 1; record < study.length; record++)
            expect(carriedAt(study, record)?.credits ?? sumOf(study, record - 1)).toBe(sumOf(study, record - 1)); // prettier-ignore
        }
      }),
    );
  });
});

it.each([
  [{}, 0, true],
  [{ creditBased: true, creditsRequired: 100 }, 99.5, false],
  [{ creditBased: true, creditsRequired: 100 }, 100, true],
])('Credits are met, of %o with %d earned: %s', (terms, earned, met) => {
  expect(creditsMet(terms, earned)).toBe(met);
});
