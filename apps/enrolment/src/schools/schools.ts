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
    (school: School, qualifications: Qualification[]) => ({ ...school, qualifications }),
    (tx, states) =>
      qualificationsOf(
        tx,
        states.map(({ schoolCode }) => schoolCode),
      ),
  ),
});

/** Counts a change of a qualification as one of its school, and publishes the school whole. */
export async function publishSchoolOf(
  tx: Transaction,
  { schoolCode }: Qualification,
  save: Following['save'],
): Promise<void> {
  const locked = await schools.lock(tx, [schoolCode]);
  await save(schools, locked.map((school) => ({ before: school, after: school }))); // prettier-ignore
}
