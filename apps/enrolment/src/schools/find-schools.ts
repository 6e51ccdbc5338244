import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { allSchools, Transactions, type Transaction } from '#database';
import { notFound, type Page, page, pageFilter, pageOf } from '#runtime';
import type { QualificationRow } from '../qualifications/qualification-row.js';
import { type SchoolRow, SchoolView, schoolView } from './school-row.js';

export const SchoolFilter = z.strictObject(pageFilter);
export type SchoolFilter = z.infer<typeof SchoolFilter>;
export const SchoolPage = pageOf(SchoolView);

/** The register of schools, with their qualifications. It is public, so no scope applies. */
@Injectable()
export class FindSchools {
  constructor(private readonly transactions: Transactions) {}

  list({ limit, cursor }: SchoolFilter): Promise<Page<SchoolView>> {
    return this.transactions.run(allSchools, async (tx) => {
      const schools = await tx.query<SchoolRow>(
        'select * from schools where school_code > $1 order by school_code limit $2',
        [cursor ?? '', limit + 1],
      );
      const qualifications = await qualificationsOf(tx, schools);
      return page(
        schools,
        limit,
        ({ school_code }) => school_code,
        (school) => schoolView(school, qualifications.get(school.school_code) ?? []),
      );
    });
  }

  one(schoolCode: string): Promise<SchoolView> {
    return this.transactions.run(allSchools, async (tx) => {
      const [school] = await tx.query<SchoolRow>('select * from schools where school_code = $1', [
        schoolCode,
      ]);
      if (!school) throw notFound('No school with this code is registered.', '院校不存在');
      return schoolView(school, (await qualificationsOf(tx, [school])).get(schoolCode) ?? []);
    });
  }
}

/** The qualifications of some schools, by school. */
export async function qualificationsOf(
  tx: Transaction,
  schools: Pick<SchoolRow, 'school_code'>[],
): Promise<Map<string, QualificationRow[]>> {
  const rows = await tx.query<QualificationRow>(
    'select * from qualifications where school_code = any($1) order by qualification_id',
    [schools.map(({ school_code }) => school_code)],
  );
  return Map.groupBy(rows, ({ school_code }) => school_code);
}
