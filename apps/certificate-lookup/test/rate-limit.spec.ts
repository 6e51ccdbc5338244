import type { TestService } from '#testing';
import { startLookup, verifyPath } from './lookup-service.js';

const path = verifyPath('2026500000S001300001', '王小明');
let lookup: TestService | undefined;
afterEach(() => lookup?.close());

const lookUp = async (times: number) => {
  const answers = [];
  for (let time = 0; time < times; time++) answers.push(await lookup!.anonymous.get(path));
  return answers.map(({ status }) => status);
};

describe('whoever looks up too often', () => {
  it('gets 429 and is told when to come back, as a program and on the page', async () => {
    lookup = await startLookup({ VERIFY_LIMIT_PER_MINUTE: '5' });
    expect(await lookUp(6)).toEqual([200, 200, 200, 200, 200, 429]);
    const { body, headers } = await lookup.anonymous.get(path);
    expect(body).toMatchObject({ code: 'too-many-lookups', status: 429 });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
    const page = await lookup.anonymous.get(path, { accept: 'text/html', 'accept-language': 'en' });
    expect(page.status).toBe(429);
    expect(page.body).toContain('Too many searches');
  });

  it('does not get around the limit by naming another address', async () => {
    lookup = await startLookup({ VERIFY_LIMIT_PER_MINUTE: '1' });
    expect(await lookUp(1)).toEqual([200]);
    expect((await lookup.anonymous.get(path, { 'x-forwarded-for': '203.0.113.9' })).status).toBe(429);
  });

  it('is known behind a trusted proxy by the address that the proxy names, not by one that they made up', async () => {
    lookup = await startLookup({
      VERIFY_LIMIT_PER_MINUTE: '1',
      HTTP_TRUSTED_PROXIES: '10.0.0.0/8, 127.0.0.1',
    });
    const statusFrom = async (addresses: string) =>
      (await lookup!.anonymous.get(path, { 'x-forwarded-for': addresses })).status;
    expect(await statusFrom('203.0.113.9')).toBe(200);
    expect(await statusFrom('203.0.113.10')).toBe(200);
    expect(await statusFrom('203.0.113.9')).toBe(429);
    expect(await statusFrom('198.51.100.1, 203.0.113.9')).toBe(429);
    expect(await statusFrom('203.0.113.9, 10.1.2.3')).toBe(429);
  });

  it('does not stop a partner, who is counted by its token', async () => {
    lookup = await startLookup({ VERIFY_LIMIT_PER_MINUTE: '1' });
    expect(await lookUp(2)).toEqual([200, 429]);
    const form = { certificateNo: '2026500000S001300001', name: '王小明' };
    expect((await lookup.as('lookup-client').post('/partner/verify', form)).status).toBe(200);
  });
});

describe('without Redis', () => {
  it('the lookup goes on answering, at once and to fewer', async () => {
    lookup = await startLookup({ VERIFY_LIMIT_PER_MINUTE: '6', REDIS_URL: 'redis://127.0.0.1:1' });
    const began = Date.now();
    expect(await lookUp(3)).toEqual([200, 200, 429]);
    expect(Date.now() - began).toBeLessThan(2_000);
  });
});
