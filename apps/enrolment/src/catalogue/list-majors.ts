import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { day, Level } from '#contracts';
import { allSchools, Transactions } from '#database';
import { filledWorkbook } from '#importing';
import { listOf, pageOf } from '#runtime';
import { catalogueVersion, versionInForce } from './catalogue.js';
import { majorFile } from './major-columns.js';

const majors = listOf({
  filters: {
    catalogueVersion: ['"catalogueVersion"', catalogueVersion],
    status: ['status', z.enum(['ACTIVE', 'CLOSED']).describe('CLOSED: no offering is opened any more')],
  },
  sorts: { majorCode: ['"catalogueVersion"', '"majorCode"'] },
});
const onDay = day
  .optional()
  .describe('Of the version that is in force on this day; without it, of all versions');
export const MajorFilter = majors.query.extend({ asOf: onDay });
export type MajorFilter = z.infer<typeof MajorFilter>;
export const MajorExport = majors.exportQuery.extend({ asOf: onDay });
export type MajorExport = z.infer<typeof MajorExport>;

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

const sourceAt = (asOf: string | undefined) => ({
  select: `select catalogue_version as "catalogueVersion", effective_from as "effectiveFrom",
             major_code as "majorCode", name, levels, status, successor_code as "successorCode"
           from catalogue_majors join catalogue_versions using (catalogue_version)
           where $1::date is null or catalogue_version = ${versionInForce('$1::date')}`,
  parameters: [asOf ?? null],
  itemOf: ({ successorCode, ...major }: Major & { successorCode: string | null }): Major => ({
    ...major,
    ...(successorCode && { successorCode }),
  }),
});

@Injectable()
export class ListMajors {
  constructor(private readonly transactions: Transactions) {}

  /** Version by version, and in each by code. */
  list({ asOf, ...query }: MajorFilter) {
    return this.transactions.run(allSchools, (tx) => majors.page(tx, query, sourceAt(asOf)));
  }

  /** In the layout of the import. @throws Problem 422 */
  workbook({ asOf, ...query }: MajorExport): Promise<Buffer> {
    return this.transactions.run(allSchools, (tx) =>
      filledWorkbook(majorFile, majors.all(tx, query, sourceAt(asOf))),
    );
  }
}
