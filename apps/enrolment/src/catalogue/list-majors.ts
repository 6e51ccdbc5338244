import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Level } from '#contracts';
import { allSchools, Transactions } from '#database';
import { page, pageFilter, pageOf } from '#runtime';
import { catalogueVersion } from './load-catalogue.js';

export const MajorFilter = z.strictObject({ ...pageFilter, catalogueVersion: catalogueVersion.optional() });
export type MajorFilter = z.infer<typeof MajorFilter>;

export const Major = z
  .object({ catalogueVersion: z.string(), majorCode: z.string(), name: z.string(), levels: z.array(Level) })
  .meta({ id: 'Major' });
type Major = z.infer<typeof Major>;
export const MajorPage = pageOf(Major);

@Injectable()
export class ListMajors {
  constructor(private readonly transactions: Transactions) {}

  run({ limit, cursor, ...filter }: MajorFilter) {
    return this.transactions.run(allSchools, async (tx) => {
      const rows = await tx.query<Major>(
        `select catalogue_version as "catalogueVersion", major_code as "majorCode", name, levels
         from catalogue_majors
         where catalogue_version || ' ' || major_code > $1 and ($2::text is null or catalogue_version = $2)
         order by catalogue_version || ' ' || major_code limit $3`,
        [cursor ?? '', filter.catalogueVersion ?? null, limit + 1],
      );
      return page(
        rows,
        limit,
        (major) => `${major.catalogueVersion} ${major.majorCode}`,
        (major) => major,
      );
    });
  }
}
