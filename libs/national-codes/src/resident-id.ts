import { readEighteenCharacters, type EighteenCharacters } from './eighteen-characters.js';
import { accept, refuse, type Parsed } from './parsed.js';
import { isKnownProvince, isKnownRegion } from './regions.js';

/** What a citizen number says of its holder. `knownRegion: false` is a warning, not an error. */
export interface ResidentId extends EighteenCharacters {
  /** Six digits of the place of first registration, current or historical. */
  regionPrefix: string;
  /** Whether GB/T 2260 has or ever had the prefix, see `isKnownRegion`. */
  knownRegion: boolean;
}

/**
 * Reads a resident identity number 居民身份证号码 (GB 11643-1999, 18 characters). The province must exist, the county
 * need not be known. Whether the number was really given to somebody is for the police to say, not for a rule.
 * Refusals: missing, excel-mangled, fifteen-digit, bad-format, bad-birth-date, bad-check-digit, other-document,
 * unknown-province.
 */
export function parseResidentId(text: string): Parsed<ResidentId> {
  const read = readEighteenCharacters(text);
  if (!read.ok) return read;
  const regionPrefix = read.value.idNumber.slice(0, 6);
  if (/^(8[123]|9)/.test(regionPrefix))
    return refuse('other-document', '该号码不是居民身份证号码，请核对并选择正确的证件类型');
  if (!isKnownProvince(regionPrefix.slice(0, 2)))
    return refuse('unknown-province', '证件号码前两位不是省级行政区划代码，请核对');
  return accept({ ...read.value, regionPrefix, knownRegion: isKnownRegion(regionPrefix) });
}
