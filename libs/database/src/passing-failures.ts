/**
 * Whether a failure is the fault of the world around a piece of work (a connection, a lock, a server that restarts)
 * and not of the work itself: tried again, it may go through. A request is answered 503, an event is tried again for
 * as long as it takes.
 */
export function isPassing(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = innerError(each)) {
    // node reports a host with several addresses as an AggregateError
    if (each instanceof AggregateError && each.errors.some(isPassing)) return true;
    const { code } = each as { code?: unknown };
    if (typeof code === 'string' && (PASSING_SQLSTATE.test(code) || PASSING_SYSTEM_ERRORS.has(code)))
      return true;
    if (PASSING_MESSAGES.test(each.message)) return true;
  }
  return false;
}

/** The server ended the transaction or the statement because it took too long. */
export function isOutOfTime(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return code === '25P04' || code === '57014' || isOutOfTime(innerError(error));
}

/** typeorm wraps the driver's error. */
export function innerError(error: Error): unknown {
  return (error as { driverError?: unknown }).driverError ?? error.cause;
}

/**
 * PostgreSQL: 08 connection, 40 transaction rollback (deadlock, serialisation), 53 resources, 57 operator
 * intervention (shutdown, start-up, time limit of a statement), 58 system, 25P03 and 25P04 time limits of a
 * transaction, 55P03 lock not available, 25006 a server that has become read-only. And what stands in the way of a
 * connection while an operator is at work: 28 a password that was changed, 3D000 a database that is being restored,
 * 55000 one that takes no connections.
 */
const PASSING_SQLSTATE = /^(08...|28...|40...|53...|57...|58...|25P0[34]|55P03|25006|3D000|55000)$/;
const PASSING_SYSTEM_ERRORS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/** What pg and its pool say, without a code, of a connection that is gone or that could not be had. */
const PASSING_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout|Cannot use a pool after calling end)/;
