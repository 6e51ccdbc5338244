import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes, randomUUID } from 'node:crypto';

/** What belongs to the request that is being handled, wherever in the code that happens. */
export interface RequestContext {
  readonly requestId: string;
  /** W3C trace context of the request's span; while tracing is off that of the caller, or a new one */
  readonly traceparent: string;
  /** subject of the token, once it has been verified */
  actorSubject?: string;
  /** code of the problem that is answered */
  refusedAs?: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** The request being handled; undefined outside one (start-up, relay, reactions). */
export function requestContext(): RequestContext | undefined {
  return storage.getStore();
}

/** Runs `work`, and everything it starts, inside `context`. */
export function inRequestContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The caller's request id and trace. Only a UUID is taken as request id: other text could be personal data. */
export function idsOf(headers: Record<string, string | string[] | undefined>): {
  requestId: string;
  traceparent?: string;
} {
  const requestId = String(headers['x-request-id'] ?? '').toLowerCase();
  const traceparent = String(headers.traceparent ?? '');
  return {
    requestId: UUID.test(requestId) ? requestId : randomUUID(),
    ...(parseTraceparent(traceparent) && { traceparent }),
  };
}

/** Version 00 of W3C trace context; ids that are all zeros mean none. */
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

/** Undefined for what is no traceparent; a caller could send anything. */
export function parseTraceparent(traceparent: string): TraceContext | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent) ?? [];
  if (!traceId || !spanId || !flags) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) };
}

export function formatTraceparent({ traceId, spanId, traceFlags }: TraceContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

export function newTraceparent(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}
