import { z } from 'zod';
import { IdType, Sex } from './codes.js';

/** Says what a field means and shows one, where the field is defined. Examples are of one invented graduate. */
export const field = <Schema extends z.ZodType>(
  schema: Schema,
  description: string,
  example: z.input<Schema>,
): Schema => schema.meta({ description, examples: [example] });

/** A day as the law means it: `2026-06-30`, without a time zone. */
export const day = z.iso.date().refine((text) => !text.startsWith('0000'), 'There is no year 0000');
/** A moment in UTC, `2026-06-30T08:00:00.000Z`, or with an offset. PostgreSQL knows no year 0, and no offset of 16 hours. */
export const moment = z.iso
  .datetime({ offset: true })
  .refine((text) => !/^0000|[+-](1[6-9]|2\d):\d\d$/.test(text), 'There is no such year or offset');
export const id = z.uuid();
export const schoolCode = field(z.string().min(1).max(20), '院校代码, opaque', 'S001');
const text = z.string();

export const applicationId = field(id, '报名 of enrolment', '019aaf00-0000-7000-8000-000000000001');
export const registrationId = field(id, '学籍 of student records', '019aaf00-0000-7000-8000-000000000002');
export const personId = field(
  id,
  'The person, as the registration first named them: it never changes, and is an alias once persons are merged',
  '019aaf00-0000-7000-8000-000000000003',
);
export const offeringId = field(id, '专业点', '019aaf00-0000-7000-8000-000000000004');
export const planLineId = field(
  id,
  '招生计划 that the seat is counted in',
  '019aaf00-0000-7000-8000-000000000005',
);
export const certificateNo = field(text, '证书编号, opaque; never used again', '2026500000S001200001');

export const studentNo = field(text, '学籍号, opaque', 'S00123200001');
export const decisionNo = field(text, '文号 of the decision', '样例〔2026〕1号');
export const catalogueVersion = field(text, '专业目录 version', '2022');
export const majorCode = field(text, '专业代码 in that version of the catalogue, opaque', '0106-4');
export const majorName = field(text, '专业名称', '样例专业');
export const authorityCode = field(text, '主管部门, opaque: some bodies have no GB/T 2260 code', '500000');
export const startOn = field(day, 'First day of study', '2023-09-01');
export const durationMonths = field(z.int().positive(), '学制, in months from the first day', 24);
/** When something happened: the moment of an event. */
export const happenedAt = (description: string) => field(moment, description, '2026-06-30T08:00:00.000Z');
export const uscc = field(text, '统一社会信用代码', '91500000MA5U00001X');
export const schoolName = field(text, '院校名称', '样例技师学院');

export const major = z
  .object({ catalogueVersion, majorCode, name: majorName })
  .describe('专业, as it was on that day');

export const identity = z
  .object({
    name: field(text.min(1), '姓名', '阿依·买买提'),
    idType: IdType,
    idNumber: field(text.min(1), '证件号码', '500103200501010028'),
    sex: field(Sex, Sex.meta()!.description!, '2'),
    birthDate: field(day, '出生日期', '2005-01-01'),
  })
  .describe('Who the person is');
export type Identity = z.infer<typeof identity>;

export const guardian = z
  .object({
    name: field(text, '姓名', '买买提'),
    relation: field(text, '与学生关系', '父亲'),
    phone: field(text, '联系电话', '13900000001'),
  })
  .describe('监护人');

export const person = identity
  .extend({
    issuingState: field(
      text,
      '签发国家/地区 of a passport, three letters (ISO 3166-1, ICAO 9303)',
      'KOR',
    ).optional(),
    phone: field(text, '联系电话', '13900000000').optional(),
    ethnicity: field(text, '民族, GB/T 3304', '05').optional(),
    hukouRegion: field(text, '户籍所在地, GB/T 2260', '500103').optional(),
    guardian: guardian.optional(),
  })
  .describe('The person as the school met them at check-in');
export type Person = z.infer<typeof person>;

export const employer = z
  .object({ uscc, name: field(text, '单位名称', '样例企业') })
  .describe('用人单位, of an employee who studies');
