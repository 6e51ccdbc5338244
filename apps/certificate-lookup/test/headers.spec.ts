import type { TestService } from '#testing';
import { startLookup, verifyPath } from './lookup-service.js';

let lookup: TestService;
beforeAll(async () => {
  lookup = await startLookup();
});
afterAll(() => lookup?.close());

const html = { accept: 'text/html' };
const policyOf = (headers: Headers) => headers.get('content-security-policy')!.split(/; ?/);

describe('the headers of the lookup', () => {
  it.each([
    ['the page', '/'],
    ['an answer as a page', verifyPath('2026500000S001300001', '王小明')],
    ['a refusal as a page', '/verify?idNumber=510202199001011234&name=a'],
  ])('let %s load its stylesheet and send its form, and nothing else', async (_, path) => {
    const { headers, body } = await lookup.anonymous.get(path, html);
    expect(policyOf(headers).toSorted()).toEqual([
      "base-uri 'none'",
      "default-src 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      'img-src data:',
      "style-src 'self'",
    ]);
    expect(body).not.toMatch(/<script|<style| style=| on[a-z]+=|https?:\/\//);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('let an answer for a program do nothing at all', async () => {
    const { headers } = await lookup.anonymous.get(verifyPath('2026500000S001300001', '王小明'));
    expect(policyOf(headers)).toEqual([
      "default-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('let only the stylesheet be kept, which holds nothing of anybody', async () => {
    const { body } = await lookup.anonymous.get('/', html);
    const [, path] = /<link rel="stylesheet" href="([^"]+)"/.exec(body)!;
    const { headers } = await lookup.anonymous.get(path!);
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('let no page of another site read who holds a certificate', async () => {
    const { headers } = await lookup.anonymous.get('/', { ...html, origin: 'https://elsewhere.example' });
    expect(headers.has('access-control-allow-origin')).toBe(false);
  });
});
