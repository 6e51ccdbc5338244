import type { RunningService } from '#runtime';
import { call, startExample } from './example-service.js';

let service: RunningService;
beforeAll(async () => {
  service = await startExample('http://127.0.0.1:1');
});
afterAll(() => service.close());

describe('the headers of every answer', () => {
  it.each([
    ['a list', '/schools', 200],
    ['a route that needs a token', '/schools/S001', 401],
    ['an error', '/schools/broken/bug', 500],
    ['an address that is not there', '/nowhere', 404],
    ['an address that cannot be decoded', '/schools/%E0%A4%A', 400],
    ['health', '/health/live', 200],
  ])('of %s keep it from being guessed at, kept, run, framed or told of', async (_, path, status) => {
    const answer = await call(service.url + path);
    expect(answer.status).toBe(status);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(answer.headers.get('content-type')).toMatch(/; charset=utf-8$/);
    for (const none of ['x-powered-by', 'server', 'set-cookie']) expect(answer.headers.has(none)).toBe(false);
  });

  it('let the API page run what comes with it, and nothing else', async () => {
    const { headers, body } = await call(`${service.url}/docs`);
    expect(headers.get('content-security-policy')).toMatch(
      /script-src 'self';style-src 'self' 'unsafe-inline';/,
    );
    for (const [script] of (body as string).matchAll(/<script.*?>/g))
      expect(script).toMatch(/ src="\.?\/?docs\//);
    const bundle = await call(`${service.url}/docs/swagger-ui-bundle.js`);
    expect(bundle.status).toBe(200);
    expect(bundle.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('pages of other sites', () => {
  const origin = 'https://elsewhere.example';

  it('may not read an answer', async () => {
    const { status, headers } = await call(`${service.url}/schools`, { headers: { origin } });
    expect(status).toBe(200);
    expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  it('get no leave to send what they ask leave for', async () => {
    const { status, headers } = await call(`${service.url}/schools`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    });
    expect(status).toBe(405);
    expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });
});
