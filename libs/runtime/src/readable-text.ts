/** Control characters but for tab and line ends: nobody types them, PostgreSQL keeps no NUL, a page may not show them. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/**
 * Whether all texts in a value, its names included, are texts: without control characters, and without half a surrogate
 * pair, in whose place other text would be stored. Bytes are not looked into.
 */
export function isReadable(value: unknown): boolean {
  // Not by recursion: a body of a mebibyte can be nested some hundred thousand deep.
  const left = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === 'string' && (CONTROL.test(next) || !next.isWellFormed())) return false;
    if (typeof next !== 'object' || next === null || Buffer.isBuffer(next)) continue;
    for (const [name, each] of Object.entries(next)) left.push(name, each);
  }
  return true;
}
