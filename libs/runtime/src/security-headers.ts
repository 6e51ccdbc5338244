/** An answer for a program is no page: nothing in it may run, load or be framed, whatever a browser takes it for. */
const API_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The API page runs the scripts that it is delivered with, has its styles inline, and asks this service. */
const API_PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  // Answers hold personal data; a route whose answer may be kept says so itself.
  'cache-control': 'no-store',
  // The TLS ends before the service, which cannot see it. Browsers heed this only over TLS (RFC 6797, 8.1).
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
};

/**
 * Headers of every answer, after OWASP's advice for REST; a route may set others, as the lookup's page does. There is
 * no `Access-Control-Allow-Origin` among them: pages of other sites may not read an answer (CORS is off).
 * @param route pattern of the route; undefined where there is none
 */
export function securityHeaders(route: string | undefined): Record<string, string> {
  const isApiPage = route !== undefined && /^\/docs(\/|$)/.test(route);
  return { ...HEADERS, 'content-security-policy': isApiPage ? API_PAGE_POLICY : API_POLICY };
}
