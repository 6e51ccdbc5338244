import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { allSchools, Transactions, type Transaction } from '#database';
import { listOf, notFound, type Page, pageOf } from '#runtime';
import type { QualificationRow } from '../qualifications/qualification-row.js';
import { type SchoolRow, SchoolView, schoolView } from './school-row.js';

const register = listOf({ filters: {}, sorts: { schoolCode: ['school_code'] } });
export const SchoolFilter = register.query;
export type SchoolFilter = z.infer<typeof SchoolFilter>;
export const SchoolPage = pageOf(SchoolView);

/** The register of schools, with their qualifications. It is public, so no scope applies. */
@Injectable()
export class FindSchools {
  constructor(private readonly transactions: Transactions) {}

  list(query: SchoolFilter): Promise<Page<SchoolView>> {
    return this.transactions.run(allSchools, async (tx) => {
      const { items: schools, ...rest } = await register.page(tx, query, {
        select: 'select * from schools',
        itemOf: (row: SchoolRow) => row,
      });
      const qualifications = await qualificationsOf(tx, schools);
      const items = schools.map((school) => schoolView(school, qualifications.get(school.school_code) ?? []));
      return { items, ...rest };
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
