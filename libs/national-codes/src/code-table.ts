import { accept, refuse, type Parsed } from './parsed.js';
import { trimmed } from './spreadsheet-damage.js';

/** A two-digit code of a standard with its name, and other ways in which forms write that name. */
export type CodeRow = readonly [code: string, name: string, ...otherNames: string[]];

/** What is said of a text that is no member of the table. */
interface Refusals {
  missing: string;
  unknown: { code: string; message: string };
}

/** Reads a member of a table by any of its names or by its code, also '1' for '01', which spreadsheets make of it. */
export function codeReader(rows: readonly CodeRow[], { missing, unknown }: Refusals) {
  const codes = new Set(rows.map(([code]) => code));
  const byName = new Map(rows.flatMap(([code, ...names]) => names.map((name) => [name, code] as const)));
  return (text: string): Parsed<string> => {
    const written = trimmed(text);
    if (written === '') return refuse('missing', missing);
    const code = byName.get(written) ?? written.padStart(2, '0');
    return codes.has(code) ? accept(code) : refuse(unknown.code, unknown.message);
  };
}

/** Code to name. */
export const namesOf = (rows: readonly CodeRow[]): ReadonlyMap<string, string> =>
  new Map(rows.map(([code, name]) => [code, name]));
