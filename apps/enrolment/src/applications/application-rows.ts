import { type IdNumber, parseIdNumber } from '#national-codes';
import type { Submission } from '../domain/application.js';
import { error, type Fault } from '../domain/field-rules.js';
import type { Offering } from '../domain/offering.js';
import { faultsOf } from '../domain/particulars.js';
import type { StudyRules } from '../domain/study-rules.js';
import type { Cells } from './application-columns.js';

/** What the rules have against a row whose cells are all readable. */
export function faultsOfRow(row: Cells, rules: readonly StudyRules[]): Fault[] {
  const numberSays = documentOf(row);
  const birthDate = row.birthDate ?? numberSays.birthDate;
  if (!birthDate) return [error('birthDate', 'birth-date-required')];
  return faultsOf({ ...row, birthDate, numberSays }, rules);
}

/** What the number of a row says of its holder. */
function documentOf(row: Cells): Partial<IdNumber> {
  const parsed = parseIdNumber(row.idType, row.idNumber);
  return parsed.ok ? parsed.value : {};
}

/** The application that a valid row stands for. */
export function submissionOf(row: Cells, offering: Offering, partnerId: string | undefined): Submission {
  const { name, idType, issuingState, idNumber, sex, ethnicity, phone, hukouRegion } = row;
  const birthDate = row.birthDate ?? documentOf(row).birthDate!;
  return {
    ...row,
    offeringId: offering.offeringId,
    partnerId,
    person: {
      name,
      idType,
      issuingState,
      idNumber,
      sex,
      birthDate,
      ethnicity,
      phone,
      hukouRegion,
      guardian: guardianOf(row),
    },
    employer: row.employerUscc ? { uscc: row.employerUscc, name: row.employerName! } : undefined,
  };
}

function guardianOf({ guardianName, guardianRelation, guardianPhone }: Cells) {
  if (!guardianName) return undefined;
  return { name: guardianName, relation: guardianRelation ?? '监护人', phone: guardianPhone ?? '' };
}
