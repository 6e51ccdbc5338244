import type { SupervisionRule } from '../rule.js';
import { approvedByOnePerson } from './approved-by-one-person.js';
import { beyondLongestDuration } from './beyond-longest-duration.js';
import { documentExpired } from './document-expired.js';
import { employerMissing } from './employer-missing.js';
import { graduatedEarly } from './graduated-early.js';
import { guardianMissing } from './guardian-missing.js';
import { identityMismatch } from './identity-mismatch.js';
import { leaveOverdue } from './leave-overdue.js';
import { liveAtClosedSchool } from './live-at-closed-school.js';
import { noClass } from './no-class.js';
import { noPhoto } from './no-photo.js';
import { overPlan } from './over-plan.js';
import { partTimeShareJump } from './part-time-share-jump.js';
import { partTimeTooShort } from './part-time-too-short.js';
import { placementWithoutStudy } from './placement-without-study.js';
import { registeredLate } from './registered-late.js';
import { retentionOverdue } from './retention-overdue.js';
import { sharedPhone } from './shared-phone.js';
import { studiesOverlap } from './studies-overlap.js';
import { unconfirmedInTerm } from './unconfirmed-in-term.js';
import { waitsForDecision } from './waits-for-decision.js';

/** 监管规则目录: each rule is a file of this folder, and runs each night over the whole city. */
export const RULES: readonly SupervisionRule[] = [
  registeredLate,
  overPlan,
  waitsForDecision,
  beyondLongestDuration,
  leaveOverdue,
  retentionOverdue,
  graduatedEarly,
  unconfirmedInTerm,
  noClass,
  placementWithoutStudy,
  noPhoto,
  guardianMissing,
  identityMismatch,
  documentExpired,
  sharedPhone,
  studiesOverlap,
  employerMissing,
  partTimeTooShort,
  partTimeShareJump,
  approvedByOnePerson,
  liveAtClosedSchool,
];

export const RULE_CODES = RULES.map(({ code }) => code);
export const ruleOf = (code: string): SupervisionRule => RULES.find((each) => each.code === code)!;
