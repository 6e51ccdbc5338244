import type { Step, Transitions } from '#aggregates';
import type { Person } from '#contracts';
import type { Transaction } from '#database';
import { nameKeys } from '#national-codes';
import { type Actor, type DataKey, insertDataKeys, type Sealer } from '#security';
import type { Application, Pending, Submission } from '../domain/application.js';
import type { Warning } from '../domain/field-rules.js';
import { keptWarnings } from '../domain/warnings.js';
import { noteConflicts } from '../identity-conflicts/find-conflicts.js';
import { applications, bindingOf, personIndex, phoneIndex, subjectOf, takenPlaces } from './applications.js';
import { lastGraduations } from './former-studies.js';

/** An application on its way into the table. */
export interface NewSubmission {
  readonly applicationId: string;
  readonly submission: Submission;
  readonly warnings: readonly Pick<Warning, 'code' | 'field'>[];
  /** 草稿 */
  readonly draft?: boolean;
  readonly importId?: string;
  readonly importRow?: number;
  /** by an outside platform */
  readonly delivery?: Required<Pick<Application, 'platformNumber' | 'deliveredBy' | 'deliveryDigest'>>;
}

/**
 * Stores applications with their data keys, but for those of people who have a live application for the same offering,
 * year and season. Sorted by person, so that two imports of the same people do not deadlock.
 * @returns those that are stored
 */
export async function storeApplications(
  tx: Transaction,
  step: Step,
  submissions: readonly NewSubmission[],
  { transitions, sealer, actor }: { transitions: Transitions; sealer: Sealer; actor: Actor },
): Promise<Application[]> {
  const keys = submissions.map(({ applicationId }) => sealer.newDataKey(subjectOf(applicationId)));
  const drafts = submissions.map((each, at) =>
    submitted(each, { sealer, key: keys[at]!.key, by: actor.subject, at: tx.at }),
  );
  const graduations = await lastGraduations(tx, drafts.map(({ idNumberIndex }) => idNumberIndex!)); // prettier-ignore
  const isTaken = await takenPlaces(tx, drafts);
  const free = drafts.filter((each) => !isTaken(each));
  if (free.length === 0) return [];
  const versions = free.map((each) => ({
    after: { ...each, previousRegistrationId: graduations.get(each.idNumberIndex!) },
  }));
  const unless = 'id_number_index, offering_id, year, season';
  const stored = await transitions.save(tx, applications, step, versions, { actor, unless });
  if (stored.length > 0)
    await tx.query(insertDataKeys('$1', 'select unnest($2::text[])'), [
      JSON.stringify(keys.map(({ row }) => row)),
      stored.map(({ applicationId }) => subjectOf(applicationId)),
    ]);
  await noteConflicts(tx, transitions, stored.map(({ applicationId }) => applicationId)); // prettier-ignore
  return stored;
}

function submitted(
  {
    applicationId,
    submission: { person, ...asked },
    warnings,
    draft,
    importId,
    importRow,
    delivery,
  }: NewSubmission,
  { sealer, key, by, at }: { sealer: Sealer; key: DataKey; by: string; at: Date },
): Pending {
  return {
    ...asked,
    ...sealedPerson(applicationId, person, sealer, key),
    ...delivery,
    applicationId,
    importId,
    importRow,
    warnings: keptWarnings(warnings),
    state: draft ? 'DRAFT' : 'SUBMITTED',
    submittedBy: by,
    contributors: [by],
    submittedAt: at.toISOString(),
    version: 1,
  };
}

/** A person as the row of an application holds them. */
export function sealedPerson(applicationId: string, person: Person, sealer: Sealer, key: DataKey) {
  const { name, idType, issuingState, idNumber, sex, birthDate, phone, ethnicity, hukouRegion, guardian } =
    person;
  const { name_pinyin: namePinyin, name_initials: nameInitials } = nameKeys(name);
  const seal = (field: 'id_number' | 'phone' | 'guardian', plain: string) =>
    key.seal(plain, bindingOf(field, applicationId));
  return {
    name,
    namePinyin,
    nameInitials,
    idType,
    issuingState,
    idNumberSealed: seal('id_number', idNumber),
    idNumberIndex: personIndex(sealer, person),
    sex,
    birthDate,
    phoneSealed: phone === undefined ? undefined : seal('phone', phone),
    phoneIndex: phoneIndex(sealer, phone),
    ethnicity,
    hukouRegion,
    guardianIndex: phoneIndex(sealer, guardian?.phone),
    guardianSealed: guardian && seal('guardian', JSON.stringify(guardian)),
  };
}
