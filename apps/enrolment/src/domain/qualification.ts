import type { Level, PlanScope, StudyMode } from '#contracts';
import { type Refusal, refusal } from './refusal.js';

export type QualificationState = 'DRAFT' | 'PUBLISHED' | 'SUSPENDED' | 'REVOKED' | 'EXPIRED';

/** 招生资质: what a school may recruit for, and from which day to which. */
export interface Qualification {
  readonly state: QualificationState;
  readonly validFrom: string;
  readonly validTo: string;
  readonly levels: readonly Level[];
  readonly modes: readonly StudyMode[];
  readonly outOfCityAllowed: boolean;
}

/** From which states each transition starts. */
const STARTS = {
  PUBLISHED: ['DRAFT', 'SUSPENDED'],
  SUSPENDED: ['PUBLISHED'],
} as const satisfies Partial<Record<QualificationState, readonly QualificationState[]>>;

/** 公布 or 暂停: undefined when the transition is allowed. */
export function refusalToMove(from: QualificationState, to: keyof typeof STARTS): Refusal | undefined {
  return (STARTS[to] as readonly QualificationState[]).includes(from) ? undefined : refusal('wrong-state');
}

/** Another officer publishes than the one who drafted, also after a suspension. */
export function refusalToPublish(
  qualification: { readonly state: QualificationState; readonly draftedBy: string },
  publisher: string,
): Refusal | undefined {
  return (
    refusalToMove(qualification.state, 'PUBLISHED') ??
    (qualification.draftedBy === publisher ? refusal('approver-is-submitter') : undefined)
  );
}

/** What somebody wants to be admitted to. */
export interface Place {
  readonly level: Level;
  readonly mode: StudyMode;
  readonly scope: PlanScope;
}

/** Whether the qualification is in force on the day and covers the place, all by itself. */
export function covers(qualification: Qualification, place: Place, today: string): boolean {
  return (
    qualification.state === 'PUBLISHED' &&
    qualification.validFrom <= today &&
    today <= qualification.validTo &&
    qualification.levels.includes(place.level) &&
    qualification.modes.includes(place.mode) &&
    (place.scope === 'IN_CITY' || qualification.outOfCityAllowed)
  );
}
