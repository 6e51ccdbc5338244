import { Controller, Get, Module } from '@nestjs/common';
import type { RunningService } from '#runtime';
import { accessPage, Public, SecurityModule } from '#security';
import { ExampleModule } from './example.module.js';
import { call, startExample } from './example-service.js';
import { type LocalIssuer, startLocalIssuer } from './local-issuer.js';

let issuer: LocalIssuer;
let service: RunningService;
beforeAll(async () => {
  issuer = await startLocalIssuer();
  service = await startExample(issuer.url);
});
afterAll(async () => {
  await service.close();
  await issuer.close();
});

const anySchool = () => `${service.url}/schools/S001`;
const withToken = async (...given: Parameters<LocalIssuer['token']>) =>
  call(anySchool(), { token: await issuer.token(...given) });

describe('a route for roles', () => {
  it('asks for a token', async () => {
    const answer = await call(anySchool());
    expect(answer).toMatchObject({ status: 401, body: { code: 'token-missing' } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="jiangtu"');
  });

  it('asks for one also where only the head of the answer is wanted', async () => {
    await expect(fetch(anySchool(), { method: 'HEAD' })).resolves.toMatchObject({ status: 401 });
  });

  it('lets a token of an allowed role in', async () => {
    await expect(withToken()).resolves.toMatchObject({ status: 404, body: { detail: 'No such school.' } });
  });

  it('tells the route who acts', async () => {
    const body = { schoolCode: 'S001', name: '样例', validFrom: '2026-01-01', validTo: '2026-12-31' };
    const answer = await call(`${service.url}/schools`, { token: await issuer.token(), body });
    expect(answer.body.addedBy).toEqual({ subject: 'officer-1', role: 'city-officer' });
  });

  it.each([
    ['that has expired', {}, { expiresIn: -31 }],
    ['signed by another key', {}, { forged: true }],
    ['without a subject', { sub: undefined }, {}],
    ['without a role', { role: undefined }, {}],
    ['of a role that does not exist', { role: 'emperor' }, {}],
    ['of a role list', { role: ['city-officer'] }, {}],
  ])('refuses a token %s', async (_, claims, options) => {
    const answer = await withToken(claims, options);
    expect(answer).toMatchObject({ status: 401, body: { code: 'token-invalid' } });
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('bears with a clock that is half a minute off', async () => {
    await expect(withToken({}, { expiresIn: -20 })).resolves.toMatchObject({ status: 404 });
  });

  it.each([
    [
      'unsigned',
      `${btoa('{"alg":"none"}').replace(/=/g, '')}.${btoa('{"role":"city-officer"}').replace(/=/g, '')}.x`,
    ],
    ['cut short', 'abc'],
  ])('refuses a token that is %s', async (_, token) => {
    await expect(call(anySchool(), { token })).resolves.toMatchObject({
      status: 401,
      body: { code: 'token-invalid' },
    });
  });

  it('refuses another role', async () => {
    await expect(withToken({ role: 'operator' })).resolves.toMatchObject({
      status: 403,
      body: { code: 'role-not-allowed' },
    });
  });

  it('refuses a school’s role that names no school', async () => {
    await expect(withToken({ role: 'school-registrar' })).resolves.toMatchObject({
      status: 403,
      body: { code: 'school-missing' },
    });
  });

  it('refuses a district officer whose token names no district', async () => {
    await expect(withToken({ role: 'district-officer', school: 'S001' })).resolves.toMatchObject({
      status: 403,
      body: { code: 'district-missing' },
    });
  });

  it('says that it cannot tell while the issuer is away, and recovers with it', async () => {
    const other = await startLocalIssuer();
    const port = Number(new URL(other.url).port);
    const lonely = await startExample(other.url);
    await other.close();
    const answer = await call(`${lonely.url}/schools/S001`, { token: await other.token() });
    expect(answer).toMatchObject({ status: 503, body: { code: 'temporarily-unavailable' } });
    expect(answer.headers.get('retry-after')).toBe('2');
    const back = await startLocalIssuer(port);
    const after = await call(`${lonely.url}/schools/S001`, { token: await back.token() });
    expect(after.status).toBe(404);
    await lonely.close();
    await back.close();
  });
});

it('a service is not ready before it has found its issuer, and stays ready when that goes away', async () => {
  const other = await startLocalIssuer();
  const port = Number(new URL(other.url).port);
  await other.close();
  const early = await startExample(other.url);
  const readiness = async () => (await call(`${early.url}/health/ready`)).body.checks['token-issuer'];
  expect(await readiness()).toBe('down');
  const back = await startLocalIssuer(port);
  expect(await readiness()).toBe('up');
  await back.close();
  expect(await readiness()).toBe('up');
  await early.close();
});

it('a route that does not say who may use it stops the start', async () => {
  @Controller('open')
  class ForgetfulController {
    @Get()
    everything() {
      return 'all';
    }

    @Get('nothing')
    @Public()
    nothing() {
      return 'none';
    }
  }
  @Module({ imports: [SecurityModule.forRoot()], controllers: [ForgetfulController] })
  class ForgetfulModule {}
  await expect(startExample(issuer.url, {}, ForgetfulModule)).rejects.toThrow(
    'Routes without @Public or @Roles: ForgetfulController.everything',
  );
});

describe('the page of who may do what', () => {
  const page = accessPage({ enrolment: ExampleModule });

  it('names the roles of a route by what they see, and says which routes are public', () => {
    expect(page).toContain('| GET | `/schools/:schoolCode` |  | `school-registrar` |  |  | `city-officer` |');
    expect(page).toContain('| GET | `/schools` | yes |  |  |  |');
    expect(page).toContain('| GET | `/metrics` | yes |  |  |  |');
  });

  it('tells what a service may read and open', () => {
    expect(page).toContain('| enrolment | `enrolment.schools.v1`, ');
    expect(page).toContain(
      ' | `student-records.registrations.v1`, `student-records.graduations.v1`, `student-records.erasures.v1` | `enrolment.applications.v1`, `student-records.graduations.v1` |',
    );
  });
});
