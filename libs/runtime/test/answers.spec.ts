import { request } from 'node:http';
import { Global, Module } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { ReadinessChecks, type RunningService } from '#runtime';
import { call, startExample } from './example-service.js';
import { type LocalIssuer, startLocalIssuer } from './local-issuer.js';

const ID_NUMBER = '510202199001011234';
const good = { schoolCode: 'S001', name: '样例技师学院', validFrom: '2026-01-01', validTo: '2026-12-31' };

let issuer: LocalIssuer;
let service: RunningService;
let token: string;
beforeAll(async () => {
  issuer = await startLocalIssuer();
  service = await startExample(issuer.url);
  token = await issuer.token();
});
afterAll(async () => {
  await service.close();
  await issuer.close();
});

const post = (body: unknown, type?: string) => call(`${service.url}/schools`, { token, body, type });
const get = (path: string, headers?: Record<string, string>) => call(service.url + path, { headers });
const upload = (bytes: number) =>
  call(`${service.url}/schools/imports`, { token, body: Buffer.alloc(bytes, 97), type: 'text/csv' });

/** Sends a body in two pieces. */
function slowly(path: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' } };
    const sent = request(service.url + path, options, (response) => {
      response.setEncoding('utf8').once('data', resolve);
    }).on('error', reject);
    sent.write('{"a":');
    setTimeout(() => sent.end('1}'), 20);
  });
}

describe('what is refused', () => {
  it('is a problem with everything a program and a person need', async () => {
    const answer = await post({ ...good, schoolCode: 'S999' });
    const requestId = answer.headers.get('x-request-id');
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.body).toEqual({
      type: 'urn:jiangtu:problem:school-exists',
      title: '学校已存在',
      status: 409,
      detail: 'A school with this code is there already.',
      code: 'school-exists',
      instance: `urn:uuid:${requestId}`,
      requestId,
      hint: 'GET it',
    });
  });

  it('names each wrong field, and each unknown one, without its value', async () => {
    const answer = await post({
      schoolCode: ID_NUMBER,
      validFrom: '2026-02-30',
      validTo: '2026-12-31',
      address: { regionCode: '500000', street: ID_NUMBER },
      seats: [{ planned: 5 }, { planned: -1 }],
      surprise: 1,
      [ID_NUMBER]: 1,
    });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-request' } });
    expect(answer.body.errors.map(({ path, code }: { path: string; code: string }) => [path, code])).toEqual([
      ['schoolCode', 'invalid-format'],
      ['name', 'required'],
      ['address.street', 'unknown-field'],
      ['validFrom', 'invalid-format'],
      ['seats.1.planned', 'too-small'],
      ['surprise', 'unknown-field'],
      ['*', 'unknown-field'],
    ]);
    expect(JSON.stringify(answer.body)).not.toContain(ID_NUMBER);
  });

  it('carries the code of a rule of its own', async () => {
    const answer = await post({ ...good, validTo: '2025-12-31' });
    expect(answer.body.errors).toEqual([
      { path: 'validTo', code: 'ends-before-start', message: 'The end lies before the start' },
    ]);
  });

  it.each([
    ['malformed JSON', `{"name": ${ID_NUMBER}`, 'application/json', 400, 'malformed-json'],
    ['an empty body', '', 'application/json', 400, 'malformed-json'],
    ['a prototype in JSON', '{"__proto__": {"x": 1}}', 'application/json', 400, 'malformed-json'],
    ['JSON that is no object', '[]', 'application/json', 422, 'invalid-request'],
    ['XML', '<a/>', 'application/xml', 415, 'unsupported-media-type'],
    ['plain text', 'a', 'text/plain', 415, 'unsupported-media-type'],
    ['10 MB', `"${'x'.repeat(10_000_000)}"`, 'application/json', 413, 'body-too-large'],
    [
      'a form of 2 MB',
      `a=${'x'.repeat(2_000_000)}`,
      'application/x-www-form-urlencoded',
      413,
      'body-too-large',
    ],
  ])('%s is refused for what it is', async (_, body, type, status, code) => {
    const answer = await post(body, type);
    expect(answer).toMatchObject({ status, body: { status, code } });
    expect(answer.body.title).toMatch(/[\u4e00-\u9fff]/);
    expect(JSON.stringify(answer.body)).not.toContain(ID_NUMBER);
  });

  it.each([
    ['an unknown address', `/nowhere/${ID_NUMBER}?id=${ID_NUMBER}`, 404, 'not-found'],
    ['an address that cannot be decoded', `/schools/%E0%A4%A`, 400, 'bad-request'],
    ['a query field that comes twice', '/schools?limit=5&limit=6', 422, 'invalid-request'],
    ['an unknown query field', '/schools?page=1', 422, 'invalid-request'],
    ['a limit above the highest', '/schools?limit=1001', 422, 'invalid-request'],
  ])('%s', async (_, path, status, code) => {
    const answer = await get(path);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(JSON.stringify(answer.body)).not.toContain(ID_NUMBER);
  });

  it('an unexpected error tells nothing but the request’s id', async () => {
    const answer = await get('/schools/broken/bug');
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal-error' } });
    expect(Object.keys(answer.body)).toEqual([
      'type',
      'title',
      'status',
      'detail',
      'code',
      'instance',
      'requestId',
    ]);
    expect(JSON.stringify(answer.body)).not.toMatch(/select|persons|510202|\.ts|\.js/);
  });

  it('a database that is away is a matter of trying again', async () => {
    const answer = await get('/schools/broken/database');
    expect(answer).toMatchObject({ status: 503, body: { code: 'temporarily-unavailable' } });
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(JSON.stringify(answer.body)).not.toContain('10.0.0.1');
  });
});

describe('what is accepted', () => {
  it('a query is read by its schema', async () => {
    await expect(get('/schools?limit=5')).resolves.toMatchObject({
      status: 200,
      body: { query: { limit: 5 } },
    });
  });

  it('a form', async () => {
    const answer = await call(`${service.url}/schools/form`, {
      body: new URLSearchParams({ name: '阿依·买买提' }).toString(),
      type: 'application/x-www-form-urlencoded',
    });
    expect(answer).toMatchObject({ status: 200, body: { name: '阿依·买买提' } });
  });

  it('a CSV file of more than a JSON body may have, but not of more than 8 MiB', async () => {
    await expect(upload(3_000_000)).resolves.toMatchObject({ status: 201, body: { bytes: 3_000_000 } });
    await expect(upload(9_000_000)).resolves.toMatchObject({ status: 413, body: { code: 'body-too-large' } });
  });

  it('answers stay out of caches and frames', async () => {
    const { headers } = await get('/schools');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

async function keepAliveAt(drain: string): Promise<string | null> {
  const started = await startExample(issuer.url, { SHUTDOWN_DRAIN_MS: drain });
  const { headers } = await call(`${started.url}/health/live`);
  await started.close();
  return headers.get('keep-alive');
}

describe('a connection without a request', () => {
  it('is to be given up by the caller sooner than a drain ends', async () => {
    await expect(keepAliveAt('5000')).resolves.toBe('timeout=4');
    await expect(keepAliveAt('2500')).resolves.toBe('timeout=2');
  });

  it('is kept as long as the server keeps it, where there is no drain', async () => {
    await expect(keepAliveAt('0')).resolves.toBe('timeout=72');
  });
});

describe('the request’s context', () => {
  const requestId = '01931b00-0000-7000-8000-000000000001';
  const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;

  it('takes over the caller’s ids, also where the body comes in pieces', async () => {
    const answer = await slowly('/schools/context', { 'x-request-id': requestId, traceparent });
    expect(JSON.parse(answer)).toEqual({ requestId, traceparent });
  });

  it('takes over no id that could be a person’s', async () => {
    const answer = await get('/schools', { 'x-request-id': ID_NUMBER });
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('health', () => {
  it('is alive without a token', async () => {
    await expect(get('/health/live')).resolves.toMatchObject({ status: 200, body: { status: 'live' } });
  });

  it('is ready only while every check passes', async () => {
    let works = true;
    service.app.get(ReadinessChecks).register('stock', async () => {
      if (!works) throw new Error(`no stock for ${ID_NUMBER}`);
    });
    await expect(get('/health/ready')).resolves.toMatchObject({
      status: 200,
      body: { checks: { stock: 'up' } },
    });
    works = false;
    const answer = await get('/health/ready');
    expect(answer).toMatchObject({ status: 503, body: { status: 'not-ready', checks: { stock: 'down' } } });
  });

  it('is ready without what only a start needs, once that was there', async () => {
    service.app.get(ReadinessChecks).register('stock', () => Promise.resolve());
    let works = false;
    service.app.get(ReadinessChecks).registerForStart('teacher', async () => {
      if (!works) throw new Error('not there yet');
    });
    for (const [now, status] of [
      [false, 503],
      [true, 200],
      [false, 200],
    ] as const) {
      works = now;
      const answer = await get('/health/ready');
      expect(answer).toMatchObject({ status, body: { checks: { teacher: works ? 'up' : 'down' } } });
    }
  });

  it('asks the database of a service that has one', async () => {
    const dataSource = {
      query: () => Promise.reject(new Error('connection refused')),
      driver: { database: 'away', master: new pg.Pool() },
    };
    @Global()
    @Module({ providers: [{ provide: DataSource, useValue: dataSource }], exports: [DataSource] })
    class AwayDatabaseModule {}
    @Module({ imports: [AwayDatabaseModule] })
    class OtherModule {}
    const other = await startExample(issuer.url, {}, OtherModule);
    const answer = await call(`${other.url}/health/ready`);
    expect(answer).toMatchObject({ status: 503, body: { checks: { database: 'down' } } });
    await other.close();
  });

  it('does not wait for a check that hangs', async () => {
    service.app.get(ReadinessChecks).register('stock', () => new Promise(() => {}));
    await expect(get('/health/ready')).resolves.toMatchObject({
      status: 503,
      body: { checks: { stock: 'down' } },
    });
  });
});
