import { residentCheck, usccCheck } from '#national-codes';
import type { Random } from './random.ts';

export type InventId = (region: string, birthDate: string, sex: string) => string;

/**
 * A citizen number that is valid and plainly invented: the sequence lies in 901 to 995, which registries hardly
 * reach, and never ends in 00, so that no number looks like one rounded by a spreadsheet.
 */
export function inventedIds(random: Random): InventId {
  const taken = new Set<string>();
  return function invent(region, birthDate, sex) {
    for (;;) {
      const sequence = random.between(901, 995);
      const seventeen = region + birthDate.replaceAll('-', '') + sequence;
      if (sequence % 2 !== (sex === '男' ? 1 : 0) || taken.has(seventeen)) continue;
      taken.add(seventeen);
      return rechecked(seventeen);
    }
  };
}

/** The number of these first 17 digits. */
export const rechecked = (seventeen: string): string => seventeen + residentCheck(seventeen);

/** A valid credit code of nobody: the organisation part begins with YL (样例). `kind`: 12 public body, 52 private school, 91 company. */
export function inventedUscc(kind: string, region: string, serial: number): string {
  const organisation = `YL${String(serial).padStart(6, '0')}`;
  const seventeen = kind + region + organisation + organisationCheck(organisation);
  return seventeen + usccCheck(seventeen);
}

/** GB 11714. An X there is fine in a credit code. */
function organisationCheck(eight: string) {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const sum = Array.from(eight).reduce((total, character, at) => total + parseInt(character, 36) * weights[at]!, 0);
  return '0123456789X'[(11 - (sum % 11)) % 11];
}

/** County codes of the city in use now. */
export const COUNTIES = (
  '500101 500102 500103 500104 500105 500106 500107 500108 500109 500110 500111 500112 500113 500114 500115 500116 500117 ' +
  '500118 500119 500120 500151 500152 500153 500154 500155 500156 500229 500230 500231 500233 500235 500236 500237 500238 ' +
  '500240 500241 500242 500243'
).split(' ');

/** Codes of the same places before 1997, which adults carry in their numbers for life. */
export const COUNTIES_BEFORE_1997 =
  '510202 510203 510211 510212 510213 510214 510215 510222 510223 510226 510229'.split(' ');

export const ELSEWHERE = ['520302', '511602', '530602', '610302'];
