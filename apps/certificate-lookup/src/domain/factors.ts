import {
  normaliseName,
  parsePermanentResidenceCard,
  parseResidencePermit,
  parseResidentId,
} from '#national-codes';

/** What a person must know to look up a certificate: two things, of which one alone tells nothing. */
export type Factors = CertificateNumberAndName | IdNumberAndName;

export interface CertificateNumberAndName {
  readonly by: 'CERTIFICATE_NUMBER';
  readonly certificateNo: string;
  readonly name: string;
}

export interface IdNumberAndName {
  readonly by: 'ID_NUMBER';
  readonly idNumber: string;
  readonly name: string;
}

export type FactorField = 'certificateNo' | 'idNumber' | 'name';
export type FactorCode =
  | 'certificate-no-missing'
  | 'certificate-no-malformed'
  | 'id-number-missing'
  | 'id-number-malformed'
  | 'id-number-check-failed'
  | 'name-missing'
  | 'name-malformed'
  | 'one-number-only';

/** Why a field cannot be used as it was typed. It says nothing of what the lookup holds. */
export interface FactorError {
  readonly field: FactorField;
  readonly code: FactorCode;
}

export type FactorsRead = { ok: true; factors: Factors } | { ok: false; errors: FactorError[] };

export function readCertificateNumberAndName(certificateNo = '', name = ''): FactorsRead {
  const number = comparableCertificateNo(certificateNo);
  const errors = [certificateNoError(number), nameError(name)].filter((error) => error !== undefined);
  if (errors.length > 0) return { ok: false, errors };
  return {
    ok: true,
    factors: { by: 'CERTIFICATE_NUMBER', certificateNo: number, name: comparableName(name) },
  };
}

export function readIdNumberAndName(idNumber = '', name = ''): FactorsRead {
  const number = comparableIdNumber(idNumber);
  const errors = [idNumberError(number), nameError(name)].filter((error) => error !== undefined);
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, factors: { by: 'ID_NUMBER', idNumber: number, name: comparableName(name) } };
}

/**
 * The form in which names are compared: separators as U+00B7, and letters without their case, because passports
 * print Latin names in capitals. A published name that the rules of today refuse is still compared, as it is.
 */
export function comparableName(name: string): string {
  const normalised = normaliseName(name);
  return (normalised.ok ? normalised.value : name.normalize('NFC').trim()).toLowerCase();
}

/** The form in which ID numbers are compared: half-width, without spaces, X in upper case. */
export const comparableIdNumber = (idNumber: string): string => tidyNumber(idNumber).toUpperCase();

/** The form in which certificate numbers are compared. */
export const comparableCertificateNo = (certificateNo: string): string => tidyNumber(certificateNo);

/** Chinese keyboards type full-width digits, and people copy numbers in groups of four. */
const tidyNumber = (text: string): string => text.normalize('NFKC').replace(/\s/g, '');

/** A certificate number is opaque: any sign that one might hold is let through, its meaning is not read. */
function certificateNoError(number: string): FactorError | undefined {
  if (number === '') return { field: 'certificateNo', code: 'certificate-no-missing' };
  if (!/^[\p{L}\p{N}()〔〕[\]/-]{4,40}$/u.test(number))
    return { field: 'certificateNo', code: 'certificate-no-malformed' };
  return undefined;
}

function idNumberError(number: string): FactorError | undefined {
  if (number === '') return { field: 'idNumber', code: 'id-number-missing' };
  if (!/^[0-9A-Z]{5,20}$/.test(number)) return { field: 'idNumber', code: 'id-number-malformed' };
  // 18 digits are a Chinese document of some kind: a slip of the finger shows, so say so before looking.
  if (/^\d{17}[\dX]$/.test(number) && !CHINESE_DOCUMENTS.some((parse) => parse(number).ok))
    return { field: 'idNumber', code: 'id-number-check-failed' };
  return undefined;
}

const CHINESE_DOCUMENTS = [parseResidentId, parseResidencePermit, parsePermanentResidenceCard];

function nameError(name: string): FactorError | undefined {
  const normalised = normaliseName(name);
  if (normalised.ok) return undefined;
  return { field: 'name', code: normalised.code === 'missing' ? 'name-missing' : 'name-malformed' };
}
