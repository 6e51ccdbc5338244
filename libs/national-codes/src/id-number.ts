import type { IdNumber } from './eighteen-characters.js';
import { refuse, type Parsed } from './parsed.js';
import { parsePassport } from './passport.js';
import { parsePermanentResidenceCard } from './permanent-residence-card.js';
import { parseHkMacaoTaiwanPermit } from './permits.js';
import { parseResidentId } from './resident-id.js';

const PARSERS = new Map<string, (text: string) => Parsed<IdNumber>>([
  ['RESIDENT_ID', parseResidentId],
  ['HK_MACAO_TAIWAN_PERMIT', parseHkMacaoTaiwanPermit],
  ['FOREIGN_PR_CARD', parsePermanentResidenceCard],
  ['PASSPORT', parsePassport],
]);

/**
 * Reads a 证件号码 by its 证件类型 (the codes of `IdType` in #contracts).
 * Refusals: unknown-id-type, and those of the parser of the type.
 */
export function parseIdNumber(idType: string, text: string): Parsed<IdNumber> {
  const parse = PARSERS.get(idType);
  return parse ? parse(text) : refuse('unknown-id-type', '请先填写正确的证件类型');
}

/** A document as one text: type, issuing state where it has one, and number. Equal for equal documents. */
export const documentKey = (document: {
  readonly idType: string;
  readonly issuingState?: string | undefined;
  readonly idNumber: string;
}): string => {
  const { idType, issuingState, idNumber } = document;
  return [idType, ...(issuingState ? [issuingState] : []), idNumber].join(':');
};
