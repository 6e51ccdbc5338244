import type { Transaction } from '#database';
import { Problem } from '#runtime';
import { type Validity, whyNotValid } from '../domain/document-validity.js';
import { isEvidenceOf } from '../domain/evidence.js';
import type { Requested } from '../domain/identity-change.js';
import { knownEvidence } from '../evidence/known-evidence.js';
import { HOLDER } from '../persons/person-row.js';
import { problems } from '../problems.js';
import { registrations } from '../registrations/registrations.js';

type Concerned = Pick<Requested, 'personId'> & Partial<Pick<Requested, 'otherId' | 'evidenceId'>>;

/** The paper is of a registration of a person concerned, so that an erasure reaches it. @throws Problem 409 */
export async function expectPaper(
  tx: Transaction,
  { evidenceId, personId, otherId }: Concerned,
): Promise<void> {
  if (evidenceId === undefined) return;
  const paper = (await knownEvidence(tx, [evidenceId])).get(evidenceId);
  const theirs = await registrations.find(tx, `${HOLDER} = any($1)`, [[personId, otherId ?? personId]]);
  if (!theirs.some((each) => paper?.registrationId !== undefined && isEvidenceOf(paper, each)))
    throw new Problem(problems['evidence-not-found']);
}

/** @throws Problem 409 */
export function expectValid(validity: Validity, today: string): void {
  const refusal = whyNotValid({ identityMismatch: false }, validity, today);
  if (refusal) throw new Problem(problems[refusal]);
}
