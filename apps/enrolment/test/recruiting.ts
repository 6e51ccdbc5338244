import { randomUUID } from 'node:crypto';
import { residentCheck, usccCheck } from '#national-codes';
import { type Answer, type HttpCaller, startTestService, type TestService } from '#testing';
import { AppModule } from '../src/app.module.js';
import { migrations } from '../src/migrations/index.js';

export const startEnrolment = (settings: Record<string, string> = {}) =>
  startTestService({ name: 'enrolment', module: AppModule, migrations, settings });

let last = 0;
/** An invented adult's resident ID number; each call another person. */
export function somebody(): string {
  const serial = String(++last).padStart(5, '0');
  const digits = `510202199${serial[0]}01${String((Number(serial.slice(1, 3)) % 28) + 1).padStart(2, '0')}`;
  const body = `${digits}${serial.slice(2)}`.padEnd(17, '1').slice(0, 17);
  return body + residentCheck(body);
}

const uscc = (n: number) => {
  const body = `9150000000000${String(n).padStart(4, '0')}`;
  return body + usccCheck(body);
};

async function send(answer: Promise<{ status: number; body: any }>) {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

/** A school that may recruit, with one offering and a published plan; answers the offering. */
export async function recruitingSchool(
  service: TestService,
  schoolCode: string,
  planned: number,
  differing: object = {},
) {
  const city = service.as('city-officer');
  await send(
    city.post('/schools', {
      schoolCode, uscc: uscc(Number(schoolCode.slice(1))), name: `样例技师学院${schoolCode}`,
      schoolType: 'TECHNICIAN_COLLEGE', ownership: 'PUBLIC', authorityCode: '500000', regionCode: '500103',
      authorityTier: 'CITY', inHigherEdSequence: false, ...differing,
    }), // prettier-ignore
  );
  const { qualificationId } = await send(
    city.post('/qualifications', {
      schoolCode, validFrom: '2020-01-01', validTo: '2099-12-31', levels: ['SENIOR'],
      modes: ['FULL_TIME', 'PART_TIME'], outOfCityAllowed: false, reason: '年度审核', publicationNo: '样例1号',
    }), // prettier-ignore
  );
  const publisher = service.as('city-officer', undefined, 'publisher');
  await send(publisher.post(`/qualifications/${qualificationId}/publish`));
  await city.post('/catalogue/versions', {
    catalogueVersion: 'v1',
    majors: [{ majorCode: '0106', name: '数控加工', levels: ['SENIOR'] }],
  });
  const { offeringIds } = await send(
    city.post('/offerings/batch', {
      offerings: [
        { schoolCode, catalogueVersion: 'v1', majorCode: '0106', level: 'SENIOR', mode: 'FULL_TIME' },
      ],
    }),
  );
  const offeringId: string = offeringIds[0];
  const line = { year: 2026, season: 'AUTUMN', offeringId, scope: 'IN_CITY', planned };
  const { planLineIds } = await send(
    service.as('school-admissions', schoolCode).post('/plans/batch', { lines: [line] }),
  );
  await send(city.post('/plans/publish', { planLineIds }));
  return { offeringId, qualificationId, planLineId: planLineIds[0] as string };
}

export const application = (offeringId: string, person: Record<string, unknown> = {}) => ({
  offeringId,
  year: 2026,
  season: 'AUTUMN',
  scope: 'IN_CITY',
  person: { name: '样例甲', idType: 'RESIDENT_ID', idNumber: somebody(), ...person },
  sourceType: 'SENIOR_PAST',
  channel: 'OFFLINE',
  priorEducation: '高中',
  startOn: '2026-09-01',
  durationMonths: 36,
});

/** Submits one application and answers its id. */
export async function applied(
  service: TestService,
  school: string,
  offeringId: string,
  person: Record<string, unknown> = {},
): Promise<string> {
  const caller = service.as('school-admissions', school);
  const answer = await patiently(caller, '/applications', application(offeringId, person));
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body.applicationId;
}

/** Sends again, as a client does that is told to: with 200 requests at once the database may be busy for a while. */
export async function patiently(caller: HttpCaller, path: string, body?: unknown): Promise<Answer> {
  for (;;) {
    const answer = await caller.post(path, body);
    if (answer.status !== 503) return answer;
  }
}

export const allOf = <T>(count: number, make: () => Promise<T>) =>
  Promise.all(Array.from({ length: count }, make));

export const anId = () => randomUUID();
