import { aggregate, fact, type Following } from '#aggregates';
import { SchoolState } from '#contracts';
import type { Transaction } from '#database';
import type { Qualification } from '../domain/qualification.js';
import { School } from '../domain/school.js';
import { qualificationsOf } from '../qualifications/qualifications.js';

/** 院校 in its table. It is published with its qualifications, so its row lock orders their changes. */
export const schools = aggregate({
  name: 'school',
  table: 'schools',
  id: 'schoolCode',
  school: 'schoolCode',
  state: 'status',
  states: School,
  snapshot: fact(
    SchoolState,
    (school: School, qualifications: Qualification[]) => ({
      ...school,
      qualifications: qualifications.flatMap(published),
    }),
    (tx, states) =>
      qualificationsOf(
        tx,
        states.map(({ schoolCode }) => schoolCode),
      ),
  ),
});

/** What a reader of the topic gets of a qualification; a draft that was withdrawn never counted for anything. */
const published = (each: Qualification) =>
  each.state === 'WITHDRAWN'
    ? []
    : { ...each, state: each.state, effectiveFrom: 'stateSince' in each ? each.stateSince : undefined };

/** Counts changes of qualifications as one of each of their schools, and publishes the schools whole. */
export async function publishSchoolsOf(
  tx: Transaction,
  moved: readonly Qualification[],
  save: Following['save'],
): Promise<void> {
  const locked = await schools.lock(tx, [...new Set(moved.map(({ schoolCode }) => schoolCode))]);
  await save(schools, locked.map((school) => ({ before: school, after: school }))); // prettier-ignore
}
