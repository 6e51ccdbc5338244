/** node's own codes for a server that is not there. */
const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EPIPE',
]);
/**
 * SQLSTATE: 08 connection, 53 resources, 57P shutdown or start-up, 57014 cancelled by a time limit,
 * 40001 serialisation, 40P01 deadlock, 55P03 lock not available. All of them may pass when tried again.
 */
const PASSING_SQLSTATE = /^(08...|53...|57P0.|57014|40001|40P01|55P03)$/;
/** pg and its pool throw these without a code. */
const CONNECTION_MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after calling end/;

type Coded = Error & { code?: unknown; driverError?: Coded; errors?: unknown[] };

/** The database, or the way to it, is down or busy: nothing is wrong with the request. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const coded: Coded = error;
  const { code, message, errors } = coded.driverError ?? coded;
  // node reports a host with several addresses as an AggregateError
  if (Array.isArray(errors) && errors.some(isDatabaseUnavailable)) return true;
  if (typeof code === 'string' && (CONNECTION_CODES.has(code) || PASSING_SQLSTATE.test(code))) return true;
  return CONNECTION_MESSAGES.test(message);
}

/** Its message may quote what was in a row. */
export function isDatabaseError(error: Error): boolean {
  return 'driverError' in error || 'severity' in error;
}
