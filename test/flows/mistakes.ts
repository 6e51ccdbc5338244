import { tokenFor } from '#testing';
import { SCHOOL } from '../harness/students.ts';
import { application, line } from './applicants.js';
import type { Planted } from './planted-people.js';
import type { RunningCity } from '../harness/running-city.ts';

/** Calls a service as a role, with whatever request. */
async function call(
  city: RunningCity,
  service: string,
  path: string,
  init: RequestInit & { as?: [role: string, school?: string] },
) {
  const { as = ['city-officer'], headers, ...rest } = init;
  const authorization = `Bearer ${await tokenFor(...as)}`;
  return fetch(city.urls[service] + path, {
    ...rest,
    headers: { authorization, ...(headers as Record<string, string>) },
  });
}

/** A POST of a body; a string goes as it is. */
export const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

const statusOf = async (answer: Promise<Response>) => (await answer).status;

/** Everything that can be wrong with a request in which somebody's data stands. */
export async function makeMistakes(
  city: RunningCity,
  { strangers, wrong }: { strangers: readonly [Planted, Planted, Planted]; wrong: string },
) {
  const [one, two, three] = strangers;
  const as: [string, string] = ['school-admissions', SCHOOL];
  const post = (body: unknown) => call(city, 'enrolment', '/applications', { as, ...json(body) });
  expect(await statusOf(post(await application(city, { ...one, idNumber: wrong })))).toBe(422);
  expect(
    await statusOf(post(await application(city, { ...one, idNumber: Number(one.idNumber.slice(0, 15)) }))),
  ).toBe(422);
  expect(await statusOf(post(await application(city, { ...one, name: { first: one.name }, [one.idNumber]: one.phone })))).toBe(422); // prettier-ignore
  expect(await statusOf(post(await application(city, { ...one, sex: 'M', birthDate: one.phone })))).toBe(422);
  expect(await statusOf(post(`{"person": {"idNumber": "${two.idNumber}", "phone": ${two.phone}x`))).toBe(400);
  expect(await statusOf(call(city, 'enrolment', '/applications', { as, method: 'POST', body: JSON.stringify(two) }))).toBe(415); // prettier-ignore
  expect(await statusOf(post({ person: two, filler: 'x'.repeat(2 ** 20) }))).toBe(413);
  for (const csv of [
    `${two.idNumber},${two.name}\n${line(two, two.idNumber)}`,
    `"${line(two, two.idNumber)}`,
  ])
    await call(city, 'enrolment', '/applications/imports', {
      as,
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: csv,
    });
  const inAddress = [three.idNumber, three.phone, encodeURIComponent(three.guardian.name)];
  for (const service of Object.keys(city.urls))
    for (const each of inAddress) {
      for (const path of [`/${each}`, `/dead-letters?topic=${each}`, `/dead-letters/${each}`, `/metrics?q=${each}`, `/health/ready?q=${each}`])
        await call(city, service, path, { as: ['operator'] }); // prettier-ignore
      await call(city, service, `/dead-letters/${each}`, { as: ['operator'], method: 'DELETE' });
      const nowhere = call(city, service, `/nowhere`, {
        headers: { 'x-request-id': each, 'if-match': each, 'idempotency-key': each, 'user-agent': each, baggage: `id=${each}`, tracestate: `id=${each}` },
      }); // prettier-ignore
      await nowhere;
      await plainAsked(city, service, `/dead-letters`, { authorization: `Bearer ${each}.${each}.x` });
    }
  for (const each of inAddress) {
    await call(city, 'enrolment', `/applications?idNumber=${each}`, {});
    await call(city, 'enrolment', `/applications/${each}`, {});
    await call(city, 'student-records', `/registrations?studentNo=${each}`, {});
    await call(city, 'student-records', `/registrations/${each}`, {});
    await call(city, 'certificates', `/certificates/${each}`, {});
    await call(city, 'employment', `/cases/${each}`, {});
    await call(city, 'certificate-lookup', `/entries/${each}`, { as: ['operator'] });
    for (const accept of ['application/json', 'text/html'])
      await call(city, 'certificate-lookup', `/verify?idNumber=${each}&name=${each}`, {
        headers: { accept },
      });
  }
}

const plainAsked = (city: RunningCity, service: string, path: string, headers: Record<string, string>) =>
  fetch(city.urls[service] + path, { headers });
