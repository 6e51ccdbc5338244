/** What a person has to know or do, in one sentence: shown without a stack, and ends the program with 1. */
export class UserFacingError extends Error {}

/**
 * Ends the program on an error: a UserFacingError as it is, a full disk in words, anything unforeseen with its stack.
 * @param {unknown} error
 * @returns {never}
 */
export function sayAndExit(error) {
  console.error(inWords(error));
  process.exit(1);
}

/**
 * @param {any} error
 * @returns {string}
 */
export function inWords(error) {
  if (error instanceof UserFacingError) return error.message;
  if (error?.code === 'ENOSPC')
    return 'The disk is full: free some space (var/ holds the local state) and start again.';
  return error?.stack ?? String(error);
}
