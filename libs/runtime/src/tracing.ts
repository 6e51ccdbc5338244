import type { OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import type { OtlpSpans } from './otlp-spans.js';
import type { Resource } from './resource.js';
import type { Settings } from './settings.js';

export type SpanAttributes = Record<string, string | number | boolean>;

export interface SpanInit {
  /** of few values: `POST /registrations/batch-approve`, never with an id */
  readonly name: string;
  /** `internal` when not given */
  readonly kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  /** traceparent of the span that this one is part of; without one a new trace begins */
  readonly parent?: string;
  /** traceparents of spans that this one has to do with; the same may come more than once */
  readonly links?: readonly (string | undefined)[];
  /** nothing of a person, and no text of an error */
  readonly attributes?: SpanAttributes;
}

export interface SpanOutcome {
  /** what went wrong, by its kind; see {@link errorTypeOf} */
  readonly errorType?: string;
  readonly attributes?: SpanAttributes;
}

/** A span that has begun. */
export interface RunningSpan {
  /** what the span's children name as their parent */
  readonly traceparent: string;
  end(outcome?: SpanOutcome): void;
}

/** Tells an OpenTelemetry collector what happened when, and because of what; does nothing where none is set. */
export class Tracing implements OnApplicationShutdown {
  constructor(private readonly spans?: OtlpSpans) {}

  /**
   * Does `work` inside a span, and hands it the traceparent that its children and events carry. What it throws is
   * recorded by its kind, and thrown on. While tracing is off it is handed `parent` as it is.
   * @example `inSpan({ name: 'process students', kind: 'consumer', links }, (traceparent) => react(events, traceparent))`
   */
  inSpan<T>(init: SpanInit, work: (traceparent: string | undefined) => Promise<T>): Promise<T> {
    const span = this.start(init);
    return span ? workIn(span, work) : work(init.parent);
  }

  /** Begins a span that the caller ends; undefined while tracing is off. For work that is no one function. */
  start(init: SpanInit): RunningSpan | undefined {
    return this.spans?.start(init);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.spans?.stop();
  }
}

async function workIn<T>(span: RunningSpan, work: (traceparent: string) => Promise<T>): Promise<T> {
  let errorType: string | undefined;
  try {
    return await work(span.traceparent);
  } catch (error) {
    errorType = errorTypeOf(error);
    throw error;
  } finally {
    span.end({ errorType });
  }
}

/** The kind of an error: its code, such as `23505` or `ECONNREFUSED`, or its name. Never its message. */
export function errorTypeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = ((error as { driverError?: unknown }).driverError ?? error) as { code?: unknown };
  return typeof code === 'string' ? code : error.name;
}

/** The SDK is loaded only where there is a collector to send to. */
export async function startTracing(
  resource: Resource,
  { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: ratio }: Settings,
  logger: Logger,
): Promise<Tracing> {
  if (!endpoint) return new Tracing();
  const { OtlpSpans } = await import('./otlp-spans.js');
  return new Tracing(new OtlpSpans({ resource, endpoint, ratio, logger }));
}
