import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { historyEntries, HistoryEntry } from '#aggregates';
import { schoolCode, SchoolType } from '#contracts';
import { allSchools, type Transaction, Transactions } from '#database';
import { filledWorkbook } from '#importing';
import { dayInChina } from '#national-codes';
import { listOf, type Page, pageOf, partOfName, Problem, several } from '#runtime';
import type { Live } from '../domain/school-change.js';
import { School } from '../domain/school.js';
import { problems } from '../problems.js';
import { qualificationsOf, QualificationView } from '../qualifications/qualifications.js';
import { liveOf } from './live.js';
import { schoolFile } from './school-columns.js';
import { schools } from './schools.js';

export const SchoolView = School.omit({ nameKeys: true })
  .extend({ qualifications: z.array(QualificationView) })
  .meta({
    id: 'School',
  });
export type SchoolView = z.infer<typeof SchoolView>;

const register = listOf({
  filters: {
    name: partOfName('names'),
    schoolCode: ['school_code', schoolCode],
    authorityCode: ['authority_code', z.string().max(20).describe('主管部门')],
    regionCode: ['region_code', z.string().max(20).describe('所在区县, GB/T 2260')],
    schoolType: several('school_type', SchoolType),
    status: several('status', School.shape.status),
  },
  sorts: { schoolCode: ['school_code'] },
});
export const SchoolFilter = register.query;
export type SchoolFilter = z.infer<typeof SchoolFilter>;
export const SchoolPage = pageOf(SchoolView);
export const SchoolExport = register.exportQuery;
export type SchoolExport = z.infer<typeof SchoolExport>;

const SOURCE = {
  select: `select ${schools.selected}, name_keys || name as names from schools`,
  itemOf: schools.stateOf,
};

/** The register of schools, with their qualifications. It is public, so no scope applies. */
@Injectable()
export class FindSchools {
  constructor(private readonly transactions: Transactions) {}

  list(query: SchoolFilter): Promise<Page<SchoolView>> {
    return this.transactions.run(allSchools, async (tx) => {
      const page = await register.page(tx, query, SOURCE);
      return { ...page, items: await viewsOf(tx, page.items) };
    });
  }

  /** In the layout of the import. @throws Problem 422 */
  workbook(query: SchoolExport): Promise<Buffer> {
    return this.transactions.run(allSchools, (tx) =>
      filledWorkbook(schoolFile, register.all(tx, query, SOURCE)),
    );
  }

  /** @throws Problem 404 */
  find(code: string): Promise<SchoolView> {
    return this.transactions.run(allSchools, async (tx) => {
      const [school] = await viewsOf(tx, await schools.find(tx, 'school_code = $1', [code]));
      if (!school) throw new Problem(problems['not-found'], NOT_REGISTERED);
      return school;
    });
  }

  /** What is live at a school, before it is closed or merged. @throws Problem 404 */
  async live(code: string): Promise<Live> {
    await this.find(code);
    return this.transactions.run(allSchools, (tx) => liveOf(tx, code, dayInChina(tx.at)));
  }

  /** 沿革. @throws Problem 404 */
  async history(code: string): Promise<z.infer<typeof SchoolHistory>> {
    const entries = await this.transactions.run(allSchools, (tx) => historyEntries(tx, schools, code));
    if (entries.length === 0) throw new Problem(problems['not-found'], NOT_REGISTERED);
    return { schoolCode: code, entries };
  }
}

const count = z.int();
export const LiveView = z
  .object({
    qualifications: count,
    offerings: count,
    planLines: count,
    applications: count,
    registrations: count,
  })
  .meta({ id: 'LiveAtSchool' });

export const SchoolHistory = z
  .object({ schoolCode, entries: z.array(HistoryEntry) })
  .meta({ id: 'SchoolHistory' });

const NOT_REGISTERED = { title: '院校不存在', detail: 'No school with this code is registered.' };

export async function viewsOf(tx: Transaction, states: readonly School[]): Promise<SchoolView[]> {
  const ofSchool = await qualificationsOf(
    tx,
    states.map((school) => school.schoolCode),
  );
  return states.map((school) => SchoolView.parse({ ...school, qualifications: ofSchool(school) }));
}
