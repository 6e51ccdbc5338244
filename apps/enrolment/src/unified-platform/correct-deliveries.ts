import { askedBy, type Step, type Transitions } from '#aggregates';
import type { Transaction } from '#database';
import { Problem } from '#runtime';
import type { Actor, Sealer } from '#security';
import { applications, takenPlaces } from '../applications/applications.js';
import { resealed } from '../applications/reseal-persons.js';
import type { Application } from '../domain/application.js';
import { correct } from '../domain/application-moves.js';
import { keptWarnings } from '../domain/warnings.js';
import { recheckConflicts } from '../identity-conflicts/find-conflicts.js';
import { problems } from '../problems.js';
import type { Assessed } from './assess-deliveries.js';

/** A correction by its platform; `digest` of what it delivers now. */
export type Correction = Assessed & { readonly known: Application; readonly digest: string };

/**
 * Other content under numbers that are known, for all of them at once: as a school corrects one, the person before it is kept
 * sealed.
 * @returns those that are refused, by number
 */
export async function correctDeliveries(
  tx: Transaction,
  step: Step,
  corrections: readonly Correction[],
  { transitions, sealer, actor }: { transitions: Transitions; sealer: Sealer; actor: Actor },
): Promise<Map<string, Problem>> {
  if (corrections.length === 0) return new Map();
  const refused = new Map<string, Problem>();
  const persons = corrections.map(({ known, submission: { person } }) => ({ known, person }));
  const sealed = await resealed(tx, persons, { sealer, actor });
  const corrected = corrections.map(
    ({ submission: { person: _person, ...asked }, warnings, digest }, at) => ({
      ...asked,
      ...sealed[at],
      warnings: keptWarnings(warnings),
      deliveryDigest: digest,
    }),
  );
  const isTaken = await takenPlaces(
    tx,
    corrections.map(({ known }, at) => ({ ...known, ...corrected[at]! })),
  );
  const versions = corrections.flatMap(({ known, item }, at) => {
    const decision = correct(known, corrected[at]!, { ...askedBy(tx, actor), isTaken });
    if (decision.ok) return { before: known, after: decision.value };
    refused.set(item.platformNumber, new Problem(problems[decision.code]));
    return [];
  });
  const saved = await transitions.save(tx, applications, step, versions, { actor });
  if (saved.length > 0) await recheckConflicts(tx, transitions, saved.map(({ applicationId }) => applicationId)); // prettier-ignore
  return refused;
}
