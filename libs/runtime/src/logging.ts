import type { LoggerService } from '@nestjs/common';
import { type Logger, pino, stdTimeFunctions } from 'pino';
import { requestContext } from './request-context.js';
import type { Settings } from './settings.js';

/** One JSON object a line, to standard output. */
export function createLogger(service: string, level: Settings['LOG_LEVEL']): Logger {
  return pino({
    level,
    base: { service },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: () => {
      const requestId = requestContext()?.requestId;
      return requestId ? { requestId } : {};
    },
  });
}

/** As long as an ID number or a phone number: no log line holds such a run of digits. */
const LONG_DIGITS = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\d{11,}[Xx]?/g;
/** The ids of records, which may hold such a run by chance, stay as they are. */
export const withoutLongNumbers = (text: string): string =>
  text.replace(LONG_DIGITS, (found) => (found.includes('-') ? found : '***'));

/**
 * What of an error may be logged. PostgreSQL and JSON.parse put values into their messages, and typeorm the
 * statement's parameters beside them, so of those only the kind and the place are kept.
 */
export function loggableError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const { code, constraint, table } = ((error as { driverError?: unknown }).driverError ?? error) as Record<
    string,
    unknown
  >;
  const tellsValues = isDatabaseError(error) || error instanceof SyntaxError;
  return {
    kind: error.name,
    ...(code !== undefined && { code }),
    ...(constraint !== undefined && { constraint }),
    ...(table !== undefined && { table }),
    ...(!tellsValues && { message: withoutLongNumbers(error.message) }),
    at: framesOf(error),
  };
}

/** Its message may quote what was in a row. */
function isDatabaseError(error: Error): boolean {
  return 'driverError' in error || 'severity' in error;
}

function framesOf(error: Error): string[] {
  const lines = (error.stack ?? '').split('\n').map((line) => line.trim());
  return lines.filter((line) => line.startsWith('at ')).slice(0, 8);
}

const LEVELS = {
  log: 'info',
  error: 'error',
  warn: 'warn',
  debug: 'debug',
  verbose: 'trace',
  fatal: 'fatal',
} as const;

/** Nest's own log lines, in the same form. Nest passes (message, …, context), for errors also a stack. */
export function nestLogger(logger: Logger): LoggerService {
  const write =
    (level: keyof typeof LEVELS) =>
    (message: unknown, ...rest: unknown[]) => {
      const context = typeof rest.at(-1) === 'string' ? rest.at(-1) : undefined;
      const error = [message, ...rest].find((each) => each instanceof Error);
      const text = typeof message === 'string' ? withoutLongNumbers(message) : undefined;
      logger[LEVELS[level]](
        { context, ...(error && { error: loggableError(error) }) },
        text ?? String(context),
      );
    };
  return {
    log: write('log'),
    error: write('error'),
    warn: write('warn'),
    debug: write('debug'),
    verbose: write('verbose'),
    fatal: write('fatal'),
  };
}
