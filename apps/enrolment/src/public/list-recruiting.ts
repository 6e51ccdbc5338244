import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { day, id, Level, schoolCode, SchoolType, StudyMode } from '#contracts';
import { allSchools, Transactions } from '#database';
import { dayInChina, regionName } from '#national-codes';
import { holds, listOf, pageOf, partOfName } from '#runtime';

const recruiting = listOf({
  filters: {
    schoolCode: ['"schoolCode"', schoolCode],
    school: partOfName('names'),
    regionCode: ['"regionCode"', z.string().max(20).describe('所在区县 of the school, GB/T 2260')],
    authorityCode: ['"authorityCode"', z.string().max(20).describe('主管部门 of the school')],
    level: holds('levels', Level),
    mode: holds('modes', StudyMode),
  },
  sorts: {
    schoolCode: ['"schoolCode"', '"qualificationId"'],
    validTo: ['"validTo"', '"qualificationId"'],
  },
});
export const RecruitingFilter = recruiting.query;
export type RecruitingFilter = z.infer<typeof RecruitingFilter>;

export const PublicQualification = z
  .object({
    qualificationId: id,
    schoolCode,
    schoolName: z.string(),
    schoolType: SchoolType,
    regionCode: z.string(),
    authorityCode: z.string(),
    levels: z.array(Level),
    modes: z.array(StudyMode),
    validFrom: day,
    validTo: day,
    outOfCityAllowed: z.boolean(),
    publicationNo: z.string(),
    reviewedOn: day.nullable().describe('定期清理: last reviewed on this day'),
  })
  .meta({ id: 'PublicQualification' });
export type PublicQualification = z.infer<typeof PublicQualification>;
export const PublicQualificationPage = pageOf(PublicQualification).extend({
  asOf: day.describe('Day in China on which the list holds: today'),
});

/** 公开招生资质: who may recruit today and for what, for everybody to see. */
@Injectable()
export class ListRecruiting {
  constructor(private readonly transactions: Transactions) {}

  list(query: RecruitingFilter) {
    return this.transactions.run(allSchools, async (tx) => ({
      asOf: dayInChina(tx.at),
      ...(await recruiting.page(tx, query, {
        select: RECRUITING,
        parameters: [dayInChina(tx.at)],
        itemOf: (row: object) => PublicQualification.parse(row),
      })),
    }));
  }

  /** The districts in which there are schools, by their codes. */
  async regions(): Promise<Readonly<Record<string, string>>> {
    return this.transactions.run(allSchools, async (tx) => {
      const rows = await tx.query<{ code: string }>(
        'select distinct region_code as code from schools order by 1',
      );
      return Object.fromEntries(rows.map(({ code }) => [code, regionName(code, dayInChina(tx.at)) ?? code]));
    });
  }
}

/** As `covers` of the domain has it: by the day, and not by a state that a job has yet to move. */
const RECRUITING = `
  select qualification_id as "qualificationId", school_code as "schoolCode", s.name as "schoolName",
    s.school_type as "schoolType", s.region_code as "regionCode", s.authority_code as "authorityCode", levels, modes,
    valid_from as "validFrom", valid_to as "validTo", out_of_city_allowed as "outOfCityAllowed",
    publication_no as "publicationNo", review_on as "reviewedOn", s.name_keys || s.name as names
  from qualifications join schools s using (school_code)
  where case when next_effective_on <= $1 then next_state else state end = 'PUBLISHED'
    and valid_from <= $1 and valid_to >= $1 and s.status = 'ACTIVE'`;
