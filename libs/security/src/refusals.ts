import type { Scope } from '#database';
import { commonProblems, declareProblems, Problem } from '#runtime';

/** What a route may refuse because of the scope of a token. */
export const scopeProblems = declareProblems({
  'other-school': {
    status: 403,
    title: '只能查看本校数据',
    detail: 'A school may ask for its own records only.',
    remedy: 'Leave `schoolCode` out, or give the code of the school that the token names.',
  },
});

export const tokenMissing = () =>
  new Problem(commonProblems['token-missing'], {
    headers: { 'www-authenticate': 'Bearer realm="jiangtu"' },
  });

export const tokenInvalid = () =>
  new Problem(commonProblems['token-invalid'], {
    headers: { 'www-authenticate': 'Bearer realm="jiangtu", error="invalid_token"' },
  });

export const roleNotAllowed = () => new Problem(commonProblems['role-not-allowed']);

export const schoolMissing = () => new Problem(commonProblems['school-missing']);

export const districtMissing = () => new Problem(commonProblems['district-missing']);

/**
 * Refuses a school that asks for the records of another by its code: it would take an empty list for the truth.
 * @throws Problem 403 other-school
 */
export function expectOwnSchool(scope: Scope, schoolCode: string | undefined): void {
  if (scope.kind === 'school' && (schoolCode ?? scope.schoolCode) !== scope.schoolCode)
    throw new Problem(scopeProblems['other-school']);
}
