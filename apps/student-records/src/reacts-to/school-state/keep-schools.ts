import { SchoolState } from '#contracts';
import { keepSchools } from '#copies';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { keepQualifications } from '../../schools/qualifications.js';
import { keepSchoolVersions } from '../../schools/school-row.js';

/** Keeps the schools that graduations name, as they were on which day, what they are qualified for, and whose districts see their records. */
@ReactsTo(SchoolState)
export class KeepSchools {
  async handle(states: Received<typeof SchoolState>[], tx: Transaction): Promise<void> {
    await keepSchools(tx, states);
    await keepSchoolVersions(tx, states);
    await keepQualifications(tx, states);
  }
}
