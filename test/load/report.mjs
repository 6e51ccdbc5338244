/** The figures as a person reads them. */
export function inWords(results) {
  return JSON.stringify(results, null, 2);
}
