import type { DataOf, StudentGraduated } from '#contracts';
import type { Transaction } from '#database';
import type { SchoolRow } from '#copies';

/** A school as a graduation states it: it is printed on the certificate. */
export type GraduationSchool = DataOf<typeof StudentGraduated>['school'];

/** @returns undefined while the service has not heard of the school */
export async function findSchool(tx: Transaction, schoolCode: string): Promise<GraduationSchool | undefined> {
  const [row] = await tx.query<SchoolRow>('select * from schools where school_code = $1', [schoolCode]);
  return (
    row && {
      code: row.school_code,
      uscc: row.uscc,
      name: row.name,
      schoolType: row.school_type,
      authorityCode: row.authority_code,
    }
  );
}
