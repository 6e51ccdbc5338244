/**
 * Whether a failure is the fault of the world around an event (a connection, a lock, a server that restarts) and
 * not of the event itself: then the event is tried again for as long as it takes, and never parked.
 */
export function isPassing(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = innerError(each)) {
    const code = (each as { code?: unknown }).code;
    if (typeof code === 'string' && (passingSqlStates.test(code) || passingSystemErrors.has(code)))
      return true;
    if (passingMessages.test(each.message)) return true;
  }
  return false;
}

/** What may be kept of an error: its kind and code, never its values, which could be a person's. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return 'Unknown error';
  const code =
    (innerError(error) as { code?: unknown } | undefined)?.code ?? (error as { code?: unknown }).code;
  const message = code === undefined && error.name !== 'ZodError' ? `: ${error.message}` : '';
  return `${error.name}${typeof code === 'string' ? ` ${code}` : ''}${message}`.slice(0, 500);
}

/** typeorm wraps the driver's error. */
function innerError(error: Error): unknown {
  return (error as { driverError?: unknown }).driverError ?? error.cause;
}

/** PostgreSQL: connection, transaction rollback, resources, operator intervention, time limits, locks. */
const passingSqlStates = /^(08...|40...|53...|57...|58...|25P0[34]|55P03|25006)$/;
const passingSystemErrors = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/** What pg says, without a code, of a connection that is gone or that the pool could not get. */
const passingMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout)/;
