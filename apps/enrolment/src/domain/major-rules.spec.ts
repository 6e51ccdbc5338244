import { type MajorRule, type Reviewed, rulesOf, summed, type YearFigures } from './major-rules.js';

const year = (figures: Partial<YearFigures> = {}): YearFigures => ({
  year: 2026,
  planned: 100,
  applications: 100,
  intake: 90,
  ...figures,
});
const reviewed = (differing: Partial<Reviewed> = {}, ...figures: Partial<YearFigures>[]): Reviewed => ({
  figures: [2026, 2025, 2024].map((each, at) => year({ year: each, ...(figures[at] ?? figures.at(-1)) })),
  openedIn: 2020,
  catalogue: 'LISTED',
  ...differing,
});

describe('A major or an offering', () => {
  it.each<[string, Reviewed, MajorRule[]]>([
    ['is filled and wanted', reviewed(), []],
    ['has just half as many applications as seats', reviewed({}, { applications: 50 }, {}), []],
    ['has fewer', reviewed({}, { applications: 49 }, {}), ['FEW_APPLICATIONS']],
    ['took in less than 60 % in each of three years', reviewed({}, { intake: 59 }), ['SEATS_UNFILLED']],
    ['did so in two years of them', reviewed({}, { intake: 59 }, { intake: 60 }), []],
    ['had no seats in three years', reviewed({}, { planned: 0, applications: 0, intake: 0 }), ['NOT_RECRUITED']],
    ['was opened in one of them', reviewed({ openedIn: 2024 }, { planned: 0, applications: 0, intake: 0 }), []],
    ['has half as many applications again as seats', reviewed({}, { applications: 150 }, {}), []],
    ['has more', reviewed({}, { applications: 151 }, {}), ['OVERSUBSCRIBED']],
    ['was dropped by the catalogue', reviewed({ catalogue: 'DROPPED' }), ['NO_SUCCESSOR']],
    ['has a successor in the catalogue', reviewed({ catalogue: 'SUCCEEDED' }), ['SUCCEEDED']],
    ['is subject to several rules', reviewed({ catalogue: 'DROPPED' }, { applications: 9, intake: 9 }), ['FEW_APPLICATIONS', 'SEATS_UNFILLED', 'NO_SUCCESSOR']],
  ])('that %s is on the list by what its figures say', (_, each, rules) => {
    expect(rulesOf(each)).toEqual(rules);
  }); // prettier-ignore

  it('is counted as a major by its offerings together', () => {
    const [first, second] = [
      reviewed().figures,
      reviewed({}, { planned: 5, applications: 7, intake: 4 }).figures,
    ];
    expect(summed([first, second])[0]).toEqual({ year: 2026, planned: 105, applications: 107, intake: 94 });
  });
});
