import type { Person } from '#contracts';
import type { Transaction } from '#database';
import { Problem } from '#runtime';
import type { Sealer } from '#security';
import type { Application } from '../domain/application.js';
import { problems } from '../problems.js';
import { applications, bindingOf, personOf, SEALED_KEY, subjectOf } from './applications.js';
import { lastGraduations } from './former-studies.js';
import { sealedPerson } from './store-applications.js';

/**
 * Persons as they are said to be now, each sealed by the key that their application has, together with who they were said to
 * be before. Two statements.
 * @throws Problem 409 for one who was erased
 */
export async function resealed(
  tx: Transaction,
  corrections: readonly { readonly known: Application; readonly person: (former: Person) => Person }[],
  { sealer, by }: { sealer: Sealer; by: string },
): Promise<Partial<Application>[]> {
  const keys = await sealedKeys(tx, corrections.map(({ known }) => known.applicationId)); // prettier-ignore
  const made = corrections.map(({ known, person }) => {
    const { applicationId, formerPersonsSealed = [] } = known;
    const sealedKey = keys.get(applicationId)!;
    const former = personOf(known, sealedKey, sealer);
    if (!former) throw new Problem(problems['wrong-state']);
    const key = sealer.dataKey(subjectOf(applicationId), sealedKey);
    const kept = { ...former, correctedBy: by, correctedAt: tx.at.toISOString() };
    const formerSealed = key.seal(JSON.stringify(kept), bindingOf('former_person', applicationId));
    return {
      ...sealedPerson(applicationId, person(former), sealer, key),
      formerPersonsSealed: [...formerPersonsSealed, formerSealed],
    };
  });
  const graduations = await lastGraduations(tx, made.map(({ idNumberIndex }) => idNumberIndex)); // prettier-ignore
  return made.map((each) => ({ ...each, previousRegistrationId: graduations.get(each.idNumberIndex) }));
}

async function sealedKeys(tx: Transaction, applicationIds: readonly string[]) {
  const rows = await tx.query<{ application_id: string; sealed_key: string | null }>(
    `select application_id, ${SEALED_KEY} from ${applications.table} where application_id = any($1)`,
    [applicationIds],
  );
  return new Map(rows.map((row) => [row.application_id, row.sealed_key]));
}
