import { askedBy, type Step, type Transitions } from '#aggregates';
import type { Transaction } from '#database';
import { Problem } from '#runtime';
import type { Actor, Sealer } from '#security';
import type { Application, Submission } from '../domain/application.js';
import { correct } from '../domain/application-moves.js';
import type { Warning } from '../domain/field-rules.js';
import { keptWarnings } from '../domain/warnings.js';
import { recheckConflicts } from '../identity-conflicts/find-conflicts.js';
import { problems } from '../problems.js';
import { applications, takenPlaces } from './applications.js';
import { resealed } from './reseal-persons.js';

/** What an application should have said, whole. */
export interface Correction {
  readonly known: Application;
  readonly submission: Submission;
  readonly warnings: readonly Warning[];
  /** of what a platform delivers now */
  readonly deliveryDigest?: string;
  readonly reason?: string;
}

/**
 * Corrects applications that the caller has locked, all of them at once: the person before is kept sealed, and conflicts are looked
 * for anew.
 * @returns those that are refused, by the id of the application
 */
export async function saveCorrections(
  tx: Transaction,
  step: Step,
  corrections: readonly Correction[],
  { transitions, sealer, actor }: { transitions: Transitions; sealer: Sealer; actor: Actor },
): Promise<Map<string, Problem>> {
  if (corrections.length === 0) return new Map();
  const refused = new Map<string, Problem>();
  const persons = corrections.map(({ known, submission: { person } }) => ({ known, person: () => person }));
  const sealed = await resealed(tx, persons, { sealer, by: actor.subject });
  const corrected = corrections.map(
    ({ known, submission: { person: _person, ...asked }, warnings, deliveryDigest }, at) => ({
      ...asked,
      ...sealed[at],
      warnings: keptWarnings(warnings),
      deliveryDigest: deliveryDigest ?? known.deliveryDigest,
    }),
  );
  const isTaken = await takenPlaces(
    tx,
    corrections.map(({ known }, at) => ({ ...known, ...corrected[at]! })),
  );
  const versions = corrections.flatMap(({ known, reason }, at) => {
    const decision = correct(known, corrected[at]!, { ...askedBy(tx, actor), isTaken });
    if (decision.ok) return { before: known, after: decision.value, reason };
    refused.set(known.applicationId, new Problem(problems[decision.code]));
    return [];
  });
  const saved = await transitions.save(tx, applications, step, versions, { actor });
  if (saved.length > 0) await recheckConflicts(tx, transitions, saved.map(({ applicationId }) => applicationId)); // prettier-ignore
  return refused;
}
