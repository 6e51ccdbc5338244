import type {
  CertificateKind,
  Level,
  LookupStatus,
  SchoolType,
  StudyMode,
  TreatedAs,
} from '#contracts/published';
import { maskIdNumber, maskName } from '#national-codes';
import { treatmentStatement } from './treatment.js';

/** An entry of the lookup with its identity opened: only for as long as the answer is being made. */
export interface FoundEntry {
  readonly certificateNo: string;
  readonly kind: CertificateKind;
  readonly name: string;
  readonly idNumber: string;
  readonly schoolName: string;
  readonly schoolType: SchoolType;
  readonly majorName: string;
  readonly classType: Level;
  readonly studyMode: StudyMode;
  readonly from: string;
  readonly to: string;
  readonly issueDate: string;
  readonly treatment: { readonly as: TreatedAs; readonly ruleVersion: string };
  /** given on paper before the system, and taken over from the register of the school */
  readonly takenOver?: boolean;
  readonly status: LookupStatus;
  readonly statusAt: Date;
  readonly replacedBy?: string;
}

/** What may be shown of a certificate: enough to recognise it, not enough to learn whose it is. */
export interface MaskedCertificate extends Omit<
  FoundEntry,
  'name' | 'idNumber' | 'treatment' | 'status' | 'statusAt' | 'replacedBy'
> {
  /** 王** */
  readonly maskedName: string;
  /** 5102**********1234 */
  readonly maskedIdNumber: string;
  readonly treatment: FoundEntry['treatment'] & { readonly statement: { zh: string; en: string } };
}

/** One certificate that was found. The reason of a revocation is private: only its moment is told. */
export interface Finding {
  readonly result: LookupStatus;
  readonly statusAt: Date;
  readonly certificate: MaskedCertificate;
  /** The number of the certificate that took its place, when SUPERSEDED. */
  readonly replacedBy?: string;
}

export interface Found extends Finding {
  readonly asOf: Date;
  /** Further certificates of the same person, when the search was by ID number. */
  readonly others?: readonly Finding[];
}

/** `asOf`: every answer holds for what had been published by that moment. */
export type Answer =
  | Found
  | { readonly result: 'NOT_FOUND'; readonly asOf: Date }
  | { readonly result: 'CANNOT_TELL'; readonly asOf?: Date };

/**
 * How far the lookup may be behind and still answer [D]. Beyond that both answers could be wrong: a VALID one may
 * have been revoked, and one that is not found may have been issued.
 */
export const CAUGHT_UP_WITHIN_MS = 10_000;

/** How far the lookup has come: all that was published up to a moment, and how many milliseconds ago that was. */
export interface Reached {
  readonly asOf: Date;
  readonly age: number;
}

/** A moment that has not come was read off a clock that has been put back since: what it says is not known. */
export function isCaughtUp(reached: Reached | undefined, now: Date): reached is Reached {
  return reached !== undefined && reached.age <= CAUGHT_UP_WITHIN_MS && reached.asOf <= now;
}

export function cannotTell(reached: Reached | undefined, now: Date): Answer {
  const isKnown = reached !== undefined && reached.asOf <= now;
  return { result: 'CANNOT_TELL', ...(isKnown && { asOf: reached.asOf }) };
}

/** Whichever factor was wrong, an empty list is all that is known: NOT_FOUND. */
export function answerOf(entries: readonly FoundEntry[], asOf: Date): Answer {
  const [first, ...others] = entries.toSorted(mostUsefulFirst).map(finding);
  if (!first) return { result: 'NOT_FOUND', asOf };
  return { ...first, asOf, ...(others.length > 0 && { others }) };
}

const ORDER: readonly LookupStatus[] = ['VALID', 'SUSPENDED', 'SUPERSEDED', 'REVOKED'];

/** A valid certificate before those that are not, then the latest issued. */
function mostUsefulFirst(one: FoundEntry, other: FoundEntry): number {
  return (
    ORDER.indexOf(one.status) - ORDER.indexOf(other.status) || other.issueDate.localeCompare(one.issueDate)
  );
}

function finding({ name, idNumber, treatment, status, statusAt, replacedBy, ...shown }: FoundEntry): Finding {
  return {
    result: status,
    statusAt,
    certificate: {
      ...shown,
      maskedName: maskName(name),
      maskedIdNumber: maskIdNumber(idNumber),
      treatment: { ...treatment, statement: treatmentStatement(treatment.as) },
    },
    ...(status === 'SUPERSEDED' && replacedBy !== undefined && { replacedBy }),
  };
}
