import type { PageLanguage } from './language.js';

/** Nothing may run on the page, nothing comes from elsewhere, and it sends only to itself. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const languageTag: Record<PageLanguage, string> = { zh: 'zh-CN', en: 'en' };

export function pageHeaders(language: PageLanguage): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-language': languageTag[language],
    'content-security-policy': CONTENT_SECURITY_POLICY,
    // The page shows what was asked and answered: no cache and no next site gets it.
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  };
}
