const MORE_THAN_FIT = 1_000_000;

/**
 * How long a model is held against a service: in a spec the same orders each time, as many as its budget allows; with
 * `MODEL_MINUTES`, as `npm run models` sets it, other orders each time for so long.
 * @returns `timeout` is that of the test, in milliseconds
 */
export function modelRuns({ seed, numRuns, seconds }: { seed: number; numRuns: number; seconds: number }) {
  const minutes = Number(process.env.MODEL_MINUTES ?? 0);
  const limit = minutes > 0 ? minutes * 60_000 : seconds * 1000;
  const runs = minutes > 0 ? { numRuns: MORE_THAN_FIT } : { seed, numRuns };
  return { runs: { ...runs, interruptAfterTimeLimit: limit }, timeout: limit + 60_000 };
}
