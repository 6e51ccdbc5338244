import { commonProblems } from './common-problems.js';
import { type FieldError, Problem } from './problem.js';

/** A zod issue as the standard schema interface hands it on. */
interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { key: PropertyKey })[];
  readonly code?: string;
  readonly keys?: string[];
  readonly params?: { code?: string };
}

/** More than this helps nobody, and a body of 1 MiB could hold half a million. */
const MAX_ERRORS = 100;
/** Names that may be repeated to the caller. Others could be a value in the wrong place, an ID number even. */
const HARMLESS_NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;

/**
 * 422 for what does not fit its schema: one error a field, unknown fields by their names, no values.
 * A schema's own rule gives its code as `.refine(check, { params: { code: 'ends-before-start' }, message })`.
 */
export function invalidRequest(issues: readonly Issue[]): Problem {
  return new Problem(commonProblems['invalid-request'], {
    errors: issues.flatMap(fieldErrors).slice(0, MAX_ERRORS),
  });
}

function fieldErrors(issue: Issue): FieldError[] {
  const path = pathOf(issue);
  if (issue.code === 'unrecognized_keys' && issue.keys)
    return issue.keys.map((key) => ({
      path: [...path, nameOf(key)].join('.'),
      code: 'unknown-field',
      message: 'This field is not known here',
    }));
  return [{ path: path.join('.'), code: codeOf(issue), message: issue.message }];
}

function codeOf({ code, message, params }: Issue): string {
  if (params?.code) return params.code;
  if (code === 'invalid_type' && message.endsWith('received undefined')) return 'required';
  return (code ?? 'invalid').replaceAll('_', '-');
}

function pathOf({ path = [] }: Issue): string[] {
  return path.map((segment) => nameOf(typeof segment === 'object' ? segment.key : segment));
}

function nameOf(key: PropertyKey): string {
  if (typeof key === 'number') return String(key);
  return typeof key === 'string' && HARMLESS_NAME.test(key) ? key : '*';
}
