import { once } from 'node:events';
import { connect } from 'node:net';
import type { RunningService } from '#runtime';
import { eventually } from '#testing';
import { call, startExample } from './example-service.js';
import { type LocalIssuer, startLocalIssuer } from './local-issuer.js';

const MAX_REQUESTS = 3;

let issuer: LocalIssuer;
let service: RunningService;
beforeAll(async () => {
  issuer = await startLocalIssuer(); // else it would never be ready
  service = await startExample(issuer.url, {
    HTTP_BODY_LIMIT_BYTES: '200',
    HTTP_ARRIVAL_TIMEOUT_MS: '300',
    HTTP_HANDLING_TIMEOUT_MS: '1000',
    HTTP_MAX_REQUESTS: String(MAX_REQUESTS),
  });
});
afterAll(async () => {
  await service?.close();
  await issuer?.close();
});

const form = { type: 'application/x-www-form-urlencoded' };
const post = (body: string) => call(`${service.url}/schools/form`, { body, ...form });
const slow = (milliseconds = 700) => call(`${service.url}/schools/slow?milliseconds=${milliseconds}`);
const inHand = async () => {
  const text = (await call(`${service.url}/metrics`)).body as string;
  return Number(
    /^http_server_active_requests\{http_request_method="GET",url_scheme="http"\} (\d+)$/m.exec(text)?.[1] ??
      0,
  );
};
const untilInHand = (count: number) =>
  eventually(`${count} requests in hand`, async () => expect(await inHand()).toBe(count));

/** Writes to a connection as no client would; answers all that comes back until it is closed. */
async function raw(text: string): Promise<string> {
  const { hostname, port } = new URL(service.url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

const problemIn = (answer: string) => ({
  status: Number(answer.split(' ')[1]),
  headers: answer.split('\r\n\r\n')[0]!.toLowerCase(),
  body: JSON.parse(answer.split('\r\n\r\n')[1]!),
});

describe('the size of a body', () => {
  it('may be what the setting says, and no byte more', async () => {
    await expect(post(`name=${'a'.repeat(195)}`)).resolves.toMatchObject({ status: 200 });
    await expect(post(`name=${'a'.repeat(196)}`)).resolves.toMatchObject({
      status: 413,
      body: { code: 'body-too-large' },
    });
  });
});

describe('the time of a request', () => {
  it.each([
    ['its headers', 'GET /schools HTTP/1.1\r\nHost: a\r\n'],
    [
      'its body',
      'POST /schools/form HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    ],
  ])('is over when %s do not arrive', async (_, begun) => {
    const { status, headers, body } = problemIn(await raw(begun));
    expect(status).toBe(408);
    expect(body).toMatchObject({ status: 408, code: 'request-timeout' });
    expect(headers).toContain('content-type: application/problem+json');
    expect(headers).toContain('cache-control: no-store');
    await untilInHand(0);
  });

  it('is over when its handling takes too long, with a code that says that it may still be done', async () => {
    const begun = Date.now();
    await expect(slow(3_000)).resolves.toMatchObject({ status: 503, body: { code: 'handling-timeout' } });
    expect(Date.now() - begun).toBeLessThan(2_500);
    await expect(slow(10)).resolves.toMatchObject({ status: 200 });
    // The handler that was given up ends, and answers nobody.
    await new Promise((resolve) => setTimeout(resolve, 2_200));
    await expect(call(`${service.url}/health/live`)).resolves.toMatchObject({ status: 200 });
  });

  it.each([
    ['what is no HTTP', 'hello\r\n\r\n', 400, 'bad-request'],
    [
      'two lengths that contradict each other',
      'POST /schools/form HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG',
      400,
      'bad-request',
    ],
    ['headers without end', `GET / HTTP/1.1\r\nx: ${'a'.repeat(20_000)}`, 431, 'headers-too-large'],
  ])('is not spent on %s', async (_, text, status, code) => {
    expect(problemIn(await raw(text))).toMatchObject({ status, body: { code } });
  });
});

it('A request is not sent back to who sent it by TRACE', async () => {
  const answer = await raw(
    'TRACE / HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer abc\r\nConnection: close\r\n\r\n',
  );
  expect(problemIn(answer).status).toBeGreaterThanOrEqual(400);
  expect(answer).not.toContain('Bearer');
});

describe('how many requests are in hand', () => {
  it('is limited: one more is told to come again, and is let in when another has ended', async () => {
    const begun = Array.from({ length: MAX_REQUESTS }, () => slow());
    await untilInHand(MAX_REQUESTS);
    const refused = await call(`${service.url}/schools`);
    expect(refused).toMatchObject({ status: 429, body: { code: 'service-busy', status: 429 } });
    expect(refused.headers.get('retry-after')).toBe('1');
    for (const answer of await Promise.all(begun)) expect(answer.status).toBe(200);
    await untilInHand(0);
    await expect(call(`${service.url}/schools`)).resolves.toMatchObject({ status: 200 });
  });

  it('does not count health and metrics, which tell of a service that is busy', async () => {
    const begun = Array.from({ length: MAX_REQUESTS }, () => slow());
    await untilInHand(MAX_REQUESTS);
    for (const path of ['/health/live', '/health/ready', '/metrics'])
      expect({ path, ...(await call(service.url + path)) }).toMatchObject({ path, status: 200 });
    await Promise.all(begun);
  });

  it('forgets those whose caller went away, and those that were refused', async () => {
    const url = `${service.url}/schools/slow`;
    const leave = () => fetch(url, { signal: AbortSignal.timeout(200) });
    const away = Promise.allSettled(Array.from({ length: MAX_REQUESTS }, leave));
    await untilInHand(MAX_REQUESTS);
    await expect(slow()).resolves.toMatchObject({ status: 429 });
    await away;
    await untilInHand(0);
  });
});

describe('a shutdown', () => {
  it.each([
    ['nothing has come', ''],
    ['half a request has come', 'POST /schools/form HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{'],
  ])('does not wait for a connection on which %s', async (_, text) => {
    const other = await startExample('http://127.0.0.1:1');
    const { hostname, port } = new URL(other.url);
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(text);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const begun = Date.now();
    await other.close();
    expect(Date.now() - begun).toBeLessThan(5_000);
  });
});
