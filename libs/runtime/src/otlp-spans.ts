import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import pTimeout from 'p-timeout';
import type { Logger } from 'pino';
import { loggableError } from './logging.js';
import type { Resource } from './resource.js';
import { formatTraceparent, parseTraceparent } from './request-context.js';
import type { RunningSpan, SpanInit, SpanOutcome } from './tracing.js';

const KINDS = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};
/** A collector that is slower loses spans; that is better than spans that pile up here. */
const EXPORT_TIMEOUT_MS = 2_000;
/** How long a shutdown waits for the last spans to go out. */
const STOP_TIMEOUT_MS = 2_000;
/** A batch of events can be the work of as many requests. */
const MAX_LINKS = 1_000;

export interface OtlpOptions {
  readonly resource: Resource;
  /** of the collector, to which `/v1/traces` is added */
  readonly endpoint: string;
  /** share of the traces begun here that are recorded; whoever calls with a traceparent has decided already */
  readonly ratio: number;
  readonly logger: Logger;
}

/**
 * Spans of one service instance, sent to a collector as OTLP over HTTP. Nothing of OpenTelemetry's globals is used:
 * several services run in one process of a test, and parents are always named.
 */
export class OtlpSpans {
  private readonly provider: TracerProvider;
  private readonly tracer: ReturnType<TracerProvider['getTracer']>;

  constructor({ resource, endpoint, ratio, logger }: OtlpOptions) {
    const exporter = new WatchedExporter(logger, {
      url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
      timeoutMillis: EXPORT_TIMEOUT_MS,
    });
    this.provider = new TracerProvider({
      resource: resourceFromAttributes(resource),
      sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
      spanLimits: { linkCountLimit: MAX_LINKS },
      spanProcessors: [new BatchSpanProcessor({ exporter })],
    });
    this.tracer = this.provider.getTracer('jiangtu');
  }

  start({ name, kind = 'internal', parent, links = [], attributes }: SpanInit): RunningSpan {
    const options = { kind: KINDS[kind], attributes, links: linksTo(links) };
    const span = this.tracer.startSpan(name, options, below(parent));
    return { traceparent: formatTraceparent(span.spanContext()), end: (outcome) => end(span, outcome) };
  }

  /** Sends what is left. Never throws: a service that stops has no use for a collector's failure. */
  async stop(): Promise<void> {
    await pTimeout(this.provider.shutdown(), { milliseconds: STOP_TIMEOUT_MS }).catch(() => undefined);
  }
}

/** Tells the log when spans begin to be lost, and when they arrive again. */
class WatchedExporter extends OTLPTraceExporter {
  private losing = false;

  constructor(
    private readonly logger: Logger,
    ...options: ConstructorParameters<typeof OTLPTraceExporter>
  ) {
    super(...options);
  }

  override export(...[spans, done]: Parameters<OTLPTraceExporter['export']>): void {
    super.export(spans, (result) => {
      this.tell(result.error);
      done(result);
    });
  }

  private tell(error: Error | undefined): void {
    if (error && !this.losing) this.logger.warn({ error: loggableError(error) }, 'traces are being lost');
    if (!error && this.losing) this.logger.info('traces arrive again');
    this.losing = error !== undefined;
  }
}

function below(parent: string | undefined): Context {
  const context = remote(parent);
  return context ? trace.setSpanContext(ROOT_CONTEXT, context) : ROOT_CONTEXT;
}

function linksTo(traceparents: readonly (string | undefined)[]): { context: SpanContext }[] {
  return [...new Set(traceparents)].flatMap((each) => {
    const context = remote(each);
    return context ? [{ context }] : [];
  });
}

function remote(traceparent: string | undefined): SpanContext | undefined {
  const context = traceparent === undefined ? undefined : parseTraceparent(traceparent);
  return context && { ...context, isRemote: true };
}

function end(span: Span, { errorType, attributes }: SpanOutcome = {}): void {
  if (attributes) span.setAttributes(attributes);
  // Without a message: it could quote what was in a row.
  if (errorType !== undefined)
    span.setAttribute('error.type', errorType).setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
