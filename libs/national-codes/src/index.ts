/**
 * Codes of the national standards: documents of persons, organisation codes, names, regions, 民族, 政治面貌.
 * Nothing comes from outside but today's day, which no birth date may pass.
 * Every `parse…` takes what a person typed and answers `{ ok: true, value }` with the form to store, or
 * `{ ok: false, code, message }`; no message repeats the text, so all of them may be shown and logged.
 */
export { accept, refuse, type Parsed, type Refused } from './parsed.js';
export { parseResidentId, type ResidentId } from './resident-id.js';
export {
  parseHkMacaoTaiwanPermit,
  parseHomeReturnPermit,
  parseResidencePermit,
  parseTaiwanPermit,
} from './permits.js';
export { parsePermanentResidenceCard } from './permanent-residence-card.js';
export { parsePassport } from './passport.js';
export { parseIssuingState } from './issuing-state.js';
export { documentKey, parseIdNumber } from './id-number.js';
export type { EighteenCharacters, IdNumber } from './eighteen-characters.js';
export { residentCheck, usccCheck } from './check-characters.js';
export { allRegionNames, isKnownRegion, regionName } from './regions.js';
export { parseRegion } from './parse-region.js';
export { looksRounded } from './spreadsheet-damage.js';
export { isUscc, parseUscc } from './uscc.js';
export { invisibleSign } from './invisible-sign.js';
export { mixesScripts } from './scripts.js';
export { LONGEST_NAME, nameLength, normaliseName } from './names.js';
export { nameKeys, nameSearched, type NameKeys } from './name-search.js';
export { ERASED_NAME, maskIdNumber, maskName, maskPhone } from './masking.js';
export { parsePhone } from './phone.js';
export { ETHNICITIES, parseEthnicity } from './ethnicity.js';
export { parsePoliticalStatus, POLITICAL_STATUSES } from './political-status.js';
export { addDays, dayInChina, dayOfDigits, isRealDay } from './calendar.js';
export {
  ENTRY_QUALIFICATIONS,
  type EntryQualification,
  entryQualificationOf,
  type MonthsByEntry,
  REGULAR_MONTHS,
} from './entry-qualification.js';
