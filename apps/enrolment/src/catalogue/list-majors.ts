import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Level } from '#contracts';
import { allSchools, Transactions } from '#database';
import { listOf, pageOf } from '#runtime';
import { catalogueVersion } from './load-catalogue.js';

const majors = listOf({
  filters: { catalogueVersion: ['"catalogueVersion"', catalogueVersion] },
  sorts: { majorCode: ['"catalogueVersion"', '"majorCode"'] },
});
export const MajorFilter = majors.query;
export type MajorFilter = z.infer<typeof MajorFilter>;

export const Major = z
  .object({ catalogueVersion: z.string(), majorCode: z.string(), name: z.string(), levels: z.array(Level) })
  .meta({ id: 'Major' });
type Major = z.infer<typeof Major>;
export const MajorPage = pageOf(Major);

@Injectable()
export class ListMajors {
  constructor(private readonly transactions: Transactions) {}

  /** Version by version, and in each by code. */
  list(query: MajorFilter) {
    return this.transactions.run(allSchools, (tx) =>
      majors.page(tx, query, {
        select: `select catalogue_version as "catalogueVersion", major_code as "majorCode", name, levels
                 from catalogue_majors`,
        itemOf: (major: Major) => major,
      }),
    );
  }
}
