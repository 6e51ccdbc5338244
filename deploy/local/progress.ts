const started = performance.now();

/** Tells what is being done, with the seconds since the start of the program. */
export function progress(text: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${seconds.padStart(6)} s  ${text}`);
}
