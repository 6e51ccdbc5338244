import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Replaces text in a file of a copy of `dist`; text that is not there exactly once is an error. */
export function replaceOnce(dist: string, file: string, anchor: string, text: string): void {
  const full = path.join(dist, file);
  const parts = readFileSync(full, 'utf8').split(anchor);
  if (parts.length !== 2)
    throw new Error(
      `${file} holds ${parts.length - 1} times: ${anchor}. The changed build must be brought up to date.`,
    );
  writeFileSync(full, parts.join(text));
}
