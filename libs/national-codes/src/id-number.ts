import { accept, refuse, type Parsed } from './parsed.js';
import {
  parsePermanentResidenceCard,
  parseResidencePermit,
  parseResidentId,
  type ResidentId,
} from './resident-id.js';
import { spreadsheetDamage, trimmed } from './spreadsheet-damage.js';

/** A number as it is stored, and what can be derived from it: nothing but the number for a passport. */
export type IdNumber = Pick<ResidentId, 'idNumber'> & Partial<ResidentId>;

const PARSERS = new Map<string, (text: string) => Parsed<IdNumber>>([
  ['RESIDENT_ID', parseResidentId],
  ['HK_MACAO_TAIWAN_PERMIT', parseResidencePermit],
  ['FOREIGN_PR_CARD', parsePermanentResidenceCard],
  ['PASSPORT', parsePassport],
]);

/** Reads a 证件号码 by its 证件类型 (the codes of `IdType` in #contracts); `unknown-id-type` for another type. */
export function parseIdNumber(idType: string, text: string): Parsed<IdNumber> {
  const parse = PARSERS.get(idType);
  return parse ? parse(text) : refuse('unknown-id-type', '请先填写正确的证件类型');
}

/** Passports follow no common rule: letters and digits, upper case. */
function parsePassport(text: string): Parsed<IdNumber> {
  const idNumber = trimmed(text).toUpperCase();
  if (idNumber === '') return refuse('missing', '请填写证件号码');
  const damage = spreadsheetDamage(idNumber);
  if (damage) return damage;
  if (!/^[0-9A-Z]{5,20}$/.test(idNumber)) return refuse('bad-format', '护照号码应为 5 至 20 位字母和数字');
  return accept({ idNumber });
}
