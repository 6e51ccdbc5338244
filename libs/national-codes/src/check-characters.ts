const RESIDENT_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const RESIDENT_CHECKS = '10X98765432';

/** Check character of the first 17 digits of a citizen number, GB 11643 (ISO 7064 MOD 11-2). */
export function residentCheck(seventeen: string): string {
  const sum = RESIDENT_WEIGHTS.reduce((total, weight, at) => total + weight * Number(seventeen[at]), 0);
  return RESIDENT_CHECKS[sum % 11]!;
}

/** The 31 characters of GB 32100: digits and capitals without I, O, S, V, Z. */
export const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** Check character of the first 17 characters of a unified social credit code, GB 32100 (weights 3^i mod 31). */
export function usccCheck(seventeen: string): string {
  const sum = USCC_WEIGHTS.reduce(
    (total, weight, at) => total + weight * USCC_ALPHABET.indexOf(seventeen[at]!),
    0,
  );
  return USCC_ALPHABET[(31 - (sum % 31)) % 31]!;
}
