import { createHash } from 'node:crypto';
import type { Actor } from '#security';
import { invalidRequest, requestContext, type RequestContext } from '#runtime';

/** What the request of a command asks for beside its body, and what has become of it so far. */
export interface CommandRequest {
  readonly idempotency?: { readonly key: string; readonly fingerprint: string };
  /** versions of which the record has to have one; undefined: whichever it has */
  readonly ifMatch?: readonly number[];
  /** Whether it stands in the audit trail. */
  written: boolean;
  /** Whether the answer is that of an earlier request with the same key. */
  replayed: boolean;
}

interface HttpRequest {
  readonly actor?: Actor;
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body?: unknown;
  readonly params?: unknown;
}

const requests = new WeakMap<RequestContext, CommandRequest>();

/** That of the request in hand; undefined in jobs and reactions. */
export function commandRequest(): CommandRequest | undefined {
  const context = requestContext();
  return context && requests.get(context);
}

/**
 * @param keyed a hash by a key of the service: a body can hold an ID number, which its plain hash would give away
 * @throws Problem 422 for headers that are none of the kind
 */
export function beginCommandRequest(request: HttpRequest, keyed: (text: string) => string): CommandRequest {
  const key = keyOf(request);
  const begun: CommandRequest = {
    ...(key !== undefined && { idempotency: { key, fingerprint: keyed(fingerprintOf(request)) } }),
    ifMatch: versionsOf(request),
    written: false,
    replayed: false,
  };
  const context = requestContext();
  if (context) requests.set(context, begun);
  return begun;
}

/** A UUID is meant; anything printable will do. It is kept for two days, so it should name nobody. */
const KEY = /^[\x21-\x7e]{1,100}$/;

function keyOf({ headers }: HttpRequest): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && KEY.test(key)) return key;
  throw refusedHeader('Idempotency-Key', 'Give 1 to 100 printable characters without spaces, such as a UUID');
}

/** Two requests are the same if method, address and body are, and who asks acts as the same. */
function fingerprintOf({ method, url, body, actor }: HttpRequest): string {
  const content = Buffer.isBuffer(body) ? body : JSON.stringify(body ?? null);
  return createHash('sha256')
    .update(`${actingAs(actor)} ${method} ${url}\n`)
    .update(content)
    .digest('base64url');
}

/** One person can have accounts at two schools, or change from one to another. */
const actingAs = (actor: Actor | undefined) =>
  JSON.stringify([actor?.role, actor?.schoolCode, actor?.authorityCode]);

/** A proxy that compresses makes `W/"3"` of our `"3"`. It names the same version, which is all that is compared. */
const ENTITY_TAGS = /^(W\/)?"\d{1,15}"(\s*,\s*(W\/)?"\d{1,15}"){0,9}$/;

function versionsOf({ headers, params }: HttpRequest): number[] | undefined {
  const tags = headers['if-match'];
  if (tags === undefined || tags === '*') return undefined;
  if (Object.keys(params ?? {}).length === 0)
    throw refusedHeader('If-Match', 'Leave it out where the address names no record');
  if (typeof tags === 'string' && ENTITY_TAGS.test(tags))
    return Array.from(tags.matchAll(/"(\d+)"/g), ([, version]) => Number(version));
  throw refusedHeader('If-Match', 'Give the ETag of an earlier answer, such as "3"');
}

const refusedHeader = (path: string, message: string) =>
  invalidRequest([{ path: [path], message, params: { code: 'invalid-header' } }]);
