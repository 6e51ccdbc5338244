import { SCHOOL } from '../harness/students.ts';
import type { Planted } from './planted-people.js';
import type { RunningCity } from '../harness/running-city.ts';

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

export const line = ({ name, phone, guardian }: Planted, idNumber: string) =>
  [
    `${SCHOOL},0106-4,高级工班,全日制,2023,秋季,${name},居民身份证,${idNumber}`,
    `${Number(idNumber[16]) % 2 === 1 ? '男' : '女'},汉族,${phone},应届高中毕业生,,线上报名,样例中学,高中,500103`,
    `2023-09-01,24,常规,,,${guardian.name},${guardian.relation},${guardian.phone},市内`,
  ].join(',');
