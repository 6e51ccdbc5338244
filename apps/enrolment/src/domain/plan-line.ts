import type { SchoolStatus } from './admission.js';
import type { OfferingStatus } from './admission.js';
import type { RefusalCode } from './refusal.js';

/** A 招生计划 line and what decides on its publication. */
export interface PublicationCase {
  readonly status: 'DRAFT' | 'PUBLISHED' | 'CLOSED';
  readonly draftedBy: string;
  readonly schoolStatus: SchoolStatus;
  readonly offeringStatus: OfferingStatus;
}

/** Why the plan line cannot be published by this person; a published one may be published again, to no effect. */
export function refusalToPublish(line: PublicationCase, publisher: string): RefusalCode | undefined {
  if (line.status === 'PUBLISHED') return undefined;
  if (line.status === 'CLOSED') return 'wrong-state';
  if (line.draftedBy === publisher) return 'approver-is-submitter';
  if (line.schoolStatus !== 'ACTIVE') return 'school-not-active';
  return line.offeringStatus === 'ACTIVE' ? undefined : 'offering-not-active';
}
