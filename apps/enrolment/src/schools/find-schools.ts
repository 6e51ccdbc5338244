import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { allSchools, type Transaction, Transactions } from '#database';
import { listOf, type Page, pageOf, Problem } from '#runtime';
import { School } from '../domain/school.js';
import { problems } from '../problems.js';
import { qualificationsOf, QualificationView } from '../qualifications/qualifications.js';
import { schools } from './schools.js';

export const SchoolView = School.extend({ qualifications: z.array(QualificationView) }).meta({
  id: 'School',
});
export type SchoolView = z.infer<typeof SchoolView>;

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
      const page = await register.page(tx, query, {
        select: `select ${schools.selected} from schools`,
        itemOf: schools.stateOf,
      });
      return { ...page, items: await viewsOf(tx, page.items) };
    });
  }

  /** @throws Problem 404 */
  find(schoolCode: string): Promise<SchoolView> {
    return this.transactions.run(allSchools, async (tx) => {
      const [school] = await viewsOf(tx, await schools.find(tx, 'school_code = $1', [schoolCode]));
      if (!school) throw new Problem(problems['not-found'], NOT_REGISTERED);
      return school;
    });
  }
}

const NOT_REGISTERED = { title: '院校不存在', detail: 'No school with this code is registered.' };

export async function viewsOf(tx: Transaction, states: readonly School[]): Promise<SchoolView[]> {
  const ofSchool = await qualificationsOf(
    tx,
    states.map(({ schoolCode }) => schoolCode),
  );
  return states.map((school) => SchoolView.parse({ ...school, qualifications: ofSchool(school) }));
}
