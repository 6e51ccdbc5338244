import { SCHOOL } from '../city/students.mjs';
import type { Planted } from './planted-people.js';
import type { RunningCity } from './running-city.js';

/** An application for the only offering of the city. */
export async function application(city: RunningCity, person: object) {
  const [offering] = await city.api('enrolment', 'city-officer').all('/offerings');
  return {
    offeringId: offering!.offeringId,
    year: 2023,
    season: 'AUTUMN',
    scope: 'IN_CITY',
    person: { idType: 'RESIDENT_ID', ...person },
    sourceType: 'SENIOR_CURRENT',
    channel: 'OFFLINE',
    priorEducation: '高中',
    startOn: '2023-09-01',
    durationMonths: 24,
  };
}

export const HEADER =
  '学校代码,专业代码,层次,学习形式,年度,季节,姓名,证件类型,证件号码,性别,民族,联系电话,来源类型,标签,渠道,' +
  '原毕业学校,原学历,户籍地,入学日期,学制月数,培养类型,用人单位信用代码,用人单位名称,监护人姓名,监护人关系,监护人电话,计划范围';

export const line = ({ name, phone, guardian }: Planted, idNumber: string) =>
  [
    `${SCHOOL},0106-4,高级工班,全日制,2023,秋季,${name},居民身份证,${idNumber}`,
    `${Number(idNumber[16]) % 2 === 1 ? '男' : '女'},汉族,${phone},应届高中毕业生,,线上报名,样例中学,高中,500103`,
    `2023-09-01,24,常规,,,${guardian.name},${guardian.relation},${guardian.phone},市内`,
  ].join(',');
