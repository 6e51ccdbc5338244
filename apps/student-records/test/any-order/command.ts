import type fc from 'fast-check';
import type { Person } from '#contracts';
import type { HttpCaller, TestService } from '#testing';
import { LIVE, majorOf, type RecordsModel, stateOf } from './records-model.js';

/** The real thing: the service, and how schools, majors and persons of the model are named in it. */
export interface RealRecords {
  readonly service: TestService;
  readonly schools: readonly string[];
  readonly majors: readonly string[];
  /** 专业点, by school, study mode and major */
  readonly offeringOf: (school: number, mode: string, major: number) => string;
  readonly persons: readonly Person[];
}
export type Command = fc.AsyncCommand<RecordsModel, RealRecords>;
type Run = (model: RecordsModel, real: RealRecords) => Promise<unknown>;

/** Each command is done to both; after it, both are the same. */
export const command = (name: string, run: Run, check: Command['check'] = () => true): Command => ({
  check,
  run: async (model, real) => {
    await run(model, real);
    await expectSame(model, real);
  },
  toString: () => name,
});

const states = (some: readonly { id: string; state: string }[]) =>
  Object.fromEntries(some.map(({ id, state }) => [id, state]));

async function expectSame(model: RecordsModel, { service, schools, majors }: RealRecords): Promise<void> {
  const records = await service.query(
    `select registration_id as id, state, school_code, major_code as major, person_id
     from registrations where school_code = any($1) order by registration_id`,
    [schools],
  );
  const stands = model.records.map((each) => ({
    id: each.id,
    state: stateOf(each) ?? 'SUBMITTED',
    school_code: schools[each.school],
    major: each.facts.length === 0 ? majors[0] : majors[majorOf(each)!],
    person_id: expect.any(String),
  }));
  expect(records).toEqual(stands.toSorted((one, other) => (one.id < other.id ? -1 : 1)));
  const live = records.filter(({ state }) => LIVE.includes(state)).map(({ person_id: person }) => person);
  expect(new Set(live).size).toBe(live.length);
  const changes = await service.query(
    'select change_id as id, state from status_changes where school_code = any($1)',
    [schools],
  );
  expect(states(changes as never)).toEqual(states(model.changes));
}

/** Of some, those of a school that are picked; mostly of those that fit, but not only. */
export function pick<Each>(
  among: readonly Each[],
  fits: (each: Each) => boolean,
  picks: readonly number[],
): Each[] {
  const fitting = among.filter(fits);
  const weighted = [...fitting, ...fitting, ...fitting, ...among];
  return weighted.length === 0 ? [] : [...new Set(picks.map((at) => weighted[at % weighted.length]!))];
}

export const ofSchool = (model: RecordsModel, school: number) => model.records.filter((each) => each.school === school); // prettier-ignore

export async function batch(caller: HttpCaller, path: string, body: object, accepted: number): Promise<any> {
  const answer = await caller.post(path, body);
  expect([path, answer.status, answer.body]).toMatchObject([path, 200, { accepted }]);
  return answer.body;
}
