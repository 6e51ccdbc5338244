import { createHash } from 'node:crypto';
import { commonProblems } from './common-problems.js';
import { Problem } from './problem.js';

/**
 * Where a page ends: the values of its last row by which the list is sorted. Nothing secret, but sealed with a sum of
 * the list, its sort and its filters, so that it goes on with nothing else.
 */
export function cursorAt(values: readonly string[], boundTo: unknown): string {
  return Buffer.from(JSON.stringify([sumOf(values, boundTo), ...values])).toString('base64url');
}

/** @throws Problem 400 cursor-invalid for what {@link cursorAt} has not made of the same list */
export function valuesOf(cursor: string, boundTo: unknown): string[] {
  const [sum, ...values] = read(cursor);
  if (sum !== sumOf(values, boundTo)) throw cursorInvalid();
  return values;
}

export const cursorInvalid = () => new Problem(commonProblems['cursor-invalid']);

const sumOf = (values: readonly string[], boundTo: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([values, boundTo]))
    .digest('base64url')
    .slice(0, 12);

function read(cursor: string): string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts.map(String) : [];
  } catch {
    throw cursorInvalid();
  }
}
