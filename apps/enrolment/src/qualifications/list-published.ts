import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Level, SchoolType, StudyMode, day, id, schoolCode } from '#contracts';
import { allSchools, Transactions } from '#database';
import { dayInChina } from '#national-codes';
import { listOf, pageOf } from '#runtime';

const published = listOf({
  filters: { schoolCode: ['"schoolCode"', schoolCode] },
  sorts: {
    schoolCode: ['"schoolCode"', '"qualificationId"'],
    validTo: ['"validTo"', '"qualificationId"'],
  },
});
export const PublicFilter = published.query;
export type PublicFilter = z.infer<typeof PublicFilter>;

export const PublicQualification = z
  .object({
    qualificationId: id,
    schoolCode,
    schoolName: z.string(),
    schoolType: SchoolType,
    levels: z.array(Level),
    modes: z.array(StudyMode),
    validFrom: day,
    validTo: day,
    outOfCityAllowed: z.boolean(),
    publicationNo: z.string(),
  })
  .meta({ id: 'PublicQualification' });
export type PublicQualification = z.infer<typeof PublicQualification>;
export const PublicQualificationPage = pageOf(PublicQualification);

/** 公开招生资质: who may recruit for what, for everybody to see. What has run out is not shown. */
@Injectable()
export class ListPublishedQualifications {
  constructor(private readonly transactions: Transactions) {}

  list(query: PublicFilter) {
    return this.transactions.run(allSchools, (tx) =>
      published.page(tx, query, {
        select: `
          select qualification_id as "qualificationId", school_code as "schoolCode", s.name as "schoolName",
            s.school_type as "schoolType", levels, modes, valid_from as "validFrom", valid_to as "validTo",
            out_of_city_allowed as "outOfCityAllowed", publication_no as "publicationNo"
          from qualifications join schools s using (school_code)
          where state = 'PUBLISHED' and valid_to >= $1 and s.status = 'ACTIVE'`,
        parameters: [dayInChina(tx.at)],
        itemOf: (row: PublicQualification) => row,
      }),
    );
  }
}
