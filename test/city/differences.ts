import type { Api, Application } from '../../deploy/local/cohort/api.ts';
import { expectedOf } from './model.ts';
import type { SeasonPlay } from './play.ts';
import type { Season } from './season.ts';

interface Usage {
  schoolCode: string;
  planned: number;
  reserved: number;
  used: number;
}

const counted = (names: Iterable<string>): Record<string, number> => {
  const those = Map.groupBy(names, (name) => name);
  return Object.fromEntries([...those.keys()].toSorted().map((name) => [name, those.get(name)!.length]));
};

/**
 * Holds what the services say at the end of a season against the model: each application, each seat.
 * @returns the states counted, and each difference in words
 */
export async function compare(api: Api, season: Season, { ids, refusedRows }: SeasonPlay) {
  const expected = expectedOf(season);
  const differences: string[] = [];
  const expectSame = (what: string, is: unknown, should: unknown) => {
    if (is !== should) differences.push(`${what}: ${String(is)} instead of ${String(should)}`);
  };
  expectSame('rows refused by the import', refusedRows, expected.refusedRows);
  const officer = api('enrolment', 'city-officer');
  const applications = await officer.all<Application>(`/applications?year=${season.year}`);
  const states = new Map(applications.map(({ applicationId, state }) => [applicationId, state]));
  expectSame('applications', states.size, expected.states.size);
  for (const [row, state] of expected.states)
    expectSame(
      `person ${row.person} at ${row.line.schoolCode}`,
      afterwards(states.get(ids.get(row) ?? '')),
      state,
    );
  const lines = await officer.all<Usage>(`/plans/usage?year=${season.year}`);
  const [reserved, used] = (['reserved', 'used'] as const).map((seats) =>
    lines.reduce((sum, line) => sum + line[seats], 0),
  );
  const should = counted(expected.states.values());
  expectSame('seats reserved', reserved, 0);
  expectSame('seats used', used, should.CHECKED_IN);
  for (const line of lines)
    if (line.reserved + line.used > line.planned)
      differences.push(`a line of ${line.schoolCode} has ${line.used} of ${line.planned} seats used`);
  return { states: counted(states.values()), differences };
}

/** The registration follows the check-in by itself. */
const afterwards = (state?: string) => (state === 'REGISTERED' ? 'CHECKED_IN' : state);
