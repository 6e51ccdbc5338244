import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

type Directives = Record<string, string[]>;

const NOTHING: Directives = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/** An answer for a program is no page: nothing in it may run, load or be framed, whatever a browser takes it for. */
const API_HEADERS = headersWith(NOTHING);

/** The API page runs the scripts that it is delivered with, has its styles inline, and asks this service. */
const API_PAGE_HEADERS = headersWith({
  ...NOTHING,
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'form-action': ["'self'"],
});

/**
 * Headers of every answer, those that are written past all hooks included; a route may set others, as the lookup's page
 * does. There is no `Access-Control-Allow-Origin` among them: pages of other sites may not read an answer (CORS is off).
 * @param route pattern of the route; undefined where there is none
 */
export function securityHeaders(route: string | undefined): Record<string, string> {
  return route !== undefined && /^\/docs(\/|$)/.test(route) ? API_PAGE_HEADERS : API_HEADERS;
}

/**
 * helmet's headers, asked for once: they are the same for every answer. Among them is Strict-Transport-Security,
 * although the TLS ends before the service; browsers heed it only over TLS (RFC 6797, 8.1).
 */
function headersWith(directives: Directives): Record<string, string> {
  // Answers hold personal data; a route whose answer may be kept says so itself.
  const headers: Record<string, string> = { 'cache-control': 'no-store' };
  const recorder = {
    setHeader: (name: string, value: string) => (headers[name.toLowerCase()] = value),
    removeHeader: () => undefined,
  };
  helmet({ contentSecurityPolicy: { useDefaults: false, directives }, frameguard: { action: 'deny' } })(
    {} as IncomingMessage,
    recorder as unknown as ServerResponse,
    () => undefined,
  );
  return headers;
}
