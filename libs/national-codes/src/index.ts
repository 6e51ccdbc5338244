/**
 * Codes of the national standards: citizen numbers, organisation codes, names, 民族. Pure, no dependencies.
 * Every `parse…` takes what a person typed and answers `{ ok: true, value }` with the form to store, or
 * `{ ok: false, code, message }`; no message repeats the text, so all of them may be shown and logged.
 */
export { accept, refuse, type Parsed, type Refused } from './parsed.js';
export {
  parsePermanentResidenceCard,
  parseResidencePermit,
  parseResidentId,
  type ResidentId,
} from './resident-id.js';
export { parseIdNumber, type IdNumber } from './id-number.js';
export { residentCheck, usccCheck } from './check-characters.js';
export { isKnownRegion } from './provinces.js';
export { looksRounded } from './spreadsheet-damage.js';
export { isUscc, parseUscc } from './uscc.js';
export { LONGEST_NAME, nameLength, normaliseName } from './names.js';
export { maskIdNumber, maskName, maskPhone } from './masking.js';
export { parsePhone } from './phone.js';
export { ETHNICITIES, parseEthnicity } from './ethnicity.js';
export { dayInChina, dayOfDigits, isRealDay } from './calendar.js';
