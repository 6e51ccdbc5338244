/** PostgreSQL: unique_violation and deadlock_detected. */
const LOST = new Set(['23505', '40P01']);
/** Each lost attempt is one that another transaction has won, so as many may be after one thing at a time. */
const MAX_ATTEMPTS = 8;

/**
 * Does the work of a transaction anew where another one was first with what a unique index holds once, or each waited for
 * the other. The rules see now what that one has done, and refuse what it leaves no room for. What no other transaction has
 * caused comes again, and is thrown.
 */
export async function despiteLostRaces<T>(work: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts++)
    try {
      return await work();
    } catch (error) {
      if (attempts === MAX_ATTEMPTS || !LOST.has((error as { code?: string }).code ?? '')) throw error;
    }
}
