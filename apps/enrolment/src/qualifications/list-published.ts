import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Level, SchoolType, StudyMode, day, id, schoolCode } from '#contracts';
import { allSchools, Transactions } from '#database';
import { page, pageFilter, pageOf } from '#runtime';
import { today } from '../today.js';

export const PublicFilter = z.strictObject({ ...pageFilter, schoolCode: schoolCode.optional() });
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

  run({ limit, cursor, ...filter }: PublicFilter) {
    return this.transactions.run(allSchools, async (tx) => {
      const rows = await tx.query<PublicQualification>(
        `select qualification_id as "qualificationId", school_code as "schoolCode", s.name as "schoolName",
           s.school_type as "schoolType", levels, modes, valid_from as "validFrom", valid_to as "validTo",
           out_of_city_allowed as "outOfCityAllowed", publication_no as "publicationNo"
         from qualifications join schools s using (school_code)
         where state = 'PUBLISHED' and valid_to >= $1 and s.status = 'ACTIVE'
           and (school_code, qualification_id::text) > ($2, $3) and ($4::text is null or school_code = $4)
         order by school_code, qualification_id::text limit $5`,
        [today(), ...placeOf(cursor), filter.schoolCode ?? null, limit + 1],
      );
      const cursorOf = (row: PublicQualification) => `${row.schoolCode}:${row.qualificationId}`;
      return page(rows, limit, cursorOf, (row) => row);
    });
  }
}

function placeOf(cursor = ''): [schoolCode: string, qualificationId: string] {
  const [school = '', qualification = ''] = cursor.split(':');
  return [school, qualification];
}
