import { type Change, stepOf } from '#commands';
import { SchoolState } from '#contracts';
import type { Transaction } from '#database';
import { eventOf, type Outbox } from '#messaging';
import { schoolState, type SchoolRow } from '../schools/school-row.js';
import type { QualificationRow } from './qualification-row.js';

/**
 * Takes the school for a change of its qualifications: it and they are one aggregate, so that its row lock orders
 * their changes, and so the states that go out.
 */
export async function lockSchool(tx: Transaction, schoolCode: string): Promise<SchoolRow | undefined> {
  const [school] = await tx.query<SchoolRow>('select * from schools where school_code = $1 for update', [
    schoolCode,
  ]);
  return school;
}

/** Counts the change and publishes the school whole, with its qualifications as they are now. */
export async function publishSchool(tx: Transaction, outbox: Outbox, schoolCode: string): Promise<void> {
  const [school] = await tx.query<SchoolRow>(
    'update schools set version = version + 1 where school_code = $1 returning *',
    [schoolCode],
  );
  const qualifications = await tx.query<QualificationRow>(
    'select * from qualifications where school_code = $1 order by qualification_id',
    [schoolCode],
  );
  const data = schoolState(school!, qualifications);
  await outbox.publish(tx, [eventOf(SchoolState, { data, version: school!.version })]);
}

/** For the audit trail, of a qualification that was drafted, or moved by one step. */
export const changeOfQualification = (row: QualificationRow): Change =>
  stepOf('qualification', row.qualification_id, { schoolCode: row.school_code, version: row.version });
