import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { day, Level } from '#contracts';
import { allSchools, Transactions } from '#database';
import { listOf, pageOf } from '#runtime';
import { catalogueVersion, versionInForce } from './catalogue.js';

const majors = listOf({
  filters: {
    catalogueVersion: ['"catalogueVersion"', catalogueVersion],
    status: ['status', z.enum(['ACTIVE', 'CLOSED']).describe('CLOSED: no offering is opened any more')],
  },
  sorts: { majorCode: ['"catalogueVersion"', '"majorCode"'] },
});
export const MajorFilter = majors.query.extend({
  asOf: day.optional().describe('Of the version that is in force on this day; without it, of all versions'),
});
export type MajorFilter = z.infer<typeof MajorFilter>;

export const Major = z
  .object({
    catalogueVersion: z.string(),
    effectiveFrom: day,
    majorCode: z.string(),
    name: z.string(),
    levels: z.array(Level),
    status: z.enum(['ACTIVE', 'CLOSED']),
    successorCode: z.string().optional(),
  })
  .meta({ id: 'Major' });
type Major = z.infer<typeof Major>;
export const MajorPage = pageOf(Major);

@Injectable()
export class ListMajors {
  constructor(private readonly transactions: Transactions) {}

  /** Version by version, and in each by code. */
  list({ asOf, ...query }: MajorFilter) {
    return this.transactions.run(allSchools, (tx) =>
      majors.page(tx, query, {
        select: `select catalogue_version as "catalogueVersion", effective_from as "effectiveFrom",
                   major_code as "majorCode", name, levels, status, successor_code as "successorCode"
                 from catalogue_majors join catalogue_versions using (catalogue_version)
                 where $1::date is null or catalogue_version = ${versionInForce('$1::date')}`,
        parameters: [asOf ?? null],
        itemOf: ({ successorCode, ...major }: Major & { successorCode: string | null }): Major => ({
          ...major,
          ...(successorCode && { successorCode }),
        }),
      }),
    );
  }
}
