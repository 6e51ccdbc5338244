import { innerError } from './passing-failures.js';

/** What may be kept of an error: its kind and code, never its values, which could be a person's. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return 'Unknown error';
  const { code } = { ...(innerError(error) as object | undefined), ...(error as object) } as {
    code?: unknown;
  };
  if (typeof code === 'string') return `${error.name} ${code}`;
  return QUOTES_VALUES.has(error.name) ? error.name : `${error.name}: ${error.message}`.slice(0, 500);
}

/** zod and JSON.parse put what they have read into their messages. */
const QUOTES_VALUES = new Set(['ZodError', 'SyntaxError']);
