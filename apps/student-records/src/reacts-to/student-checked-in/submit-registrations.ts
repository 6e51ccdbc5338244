import { type Person, StudentCheckedIn } from '#contracts';
import { Transitions } from '#aggregates';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { insertDataKeys, type NewDataKey, Sealer } from '#security';
import { derivedId } from '../../derived-id.js';
import { PersonVault } from '../../persons/person-vault.js';
import { markMismatches, type ResolvedPerson, resolvePersons } from '../../persons/resolve-persons.js';
import { formerPersonsSubject, sealStated } from '../../registrations/former-persons.js';
import { registrations } from '../../registrations/registrations.js';
import type { Submitted } from '../../domain/registration-states.js';

/** 报到 → 学籍待审: each checked-in student becomes a submitted registration, once for an application. */
@ReactsTo(StudentCheckedIn)
export class SubmitRegistrations {
  constructor(
    private readonly vault: PersonVault,
    private readonly sealer: Sealer,
    private readonly transitions: Transitions,
  ) {}

  async handle(received: Received<typeof StudentCheckedIn>[], tx: Transaction): Promise<void> {
    const checkIns = await withoutRegistration(tx, received);
    if (checkIns.length === 0) return;
    const persons = await resolvePersons(
      tx,
      this.vault,
      checkIns.map(({ data }) => data),
    );
    const stated = (person: Person) =>
      this.vault.statedIndex({ ...person, index: this.vault.indexOf(person) });
    const keys = new Map<string, NewDataKey>();
    const sealStatedBy = ({ registrationId }: Submitted, person: Person) => {
      const made = keys.get(registrationId) ?? this.sealer.newDataKey(formerPersonsSubject(registrationId));
      keys.set(registrationId, made);
      return sealStated(made.key, registrationId, person);
    };
    const versions = checkIns.map((causedBy, i) => {
      const after = submitted(causedBy, persons[i]!, tx.at);
      const { person } = causedBy.data;
      const statedPersonSealed = after.identityMismatch ? sealStatedBy(after, person) : undefined;
      return {
        after: { ...after, statedIdentity: stated(person), statedPersonSealed },
        reason: whatCorrected(persons[i]!),
        causedBy,
      };
    });
    // An application that has a registration already keeps it.
    const saved = await this.transitions.save(tx, registrations, STEP, versions, {
      unless: 'application_id',
    });
    // Of a check-in that came twice here, only the row that went in can be in dispute.
    const disputed = saved.filter(({ identityMismatch }) => identityMismatch);
    await markMismatches(tx, disputed.map(({ personId }) => personId)); // prettier-ignore
    const subjects = disputed.map(({ registrationId }) => formerPersonsSubject(registrationId));
    if (subjects.length > 0)
      await tx.query(insertDataKeys('$1', 'select unnest($2::text[])'), [
        JSON.stringify([...keys.values()].map(({ row }) => row)),
        subjects,
      ]);
  }
}

/** History says what of an identity was corrected, and never what it was or is. */
const whatCorrected = ({ corrected }: ResolvedPerson) =>
  corrected.length === 0 ? undefined : `更正了该证件登记的${corrected.join('、')}`;

const STEP = { name: 'submit-registrations' };

/**
 * A check-in that is handled again says nothing new: its person may have been erased since, and must not come back by
 * it.
 */
async function withoutRegistration(tx: Transaction, checkIns: Received<typeof StudentCheckedIn>[]) {
  const rows = await tx.query<{ application_id: string }>(
    'select application_id from registrations where application_id = any($1)',
    [checkIns.map(({ data }) => data.applicationId)],
  );
  const registered = new Set(rows.map((row) => row.application_id));
  return checkIns.filter(({ data }) => !registered.has(data.applicationId));
}

function submitted(
  { data }: Received<typeof StudentCheckedIn>,
  { personId, mismatch }: ResolvedPerson,
  at: Date,
): Submitted {
  return {
    ...data,
    registrationId: derivedId(data.applicationId, 'registration'),
    personId,
    identityMismatch: mismatch,
    state: 'SUBMITTED',
    version: 1,
    submittedBy: data.checkedInBy,
    contributors: data.contributors ?? [],
    submittedAt: at.toISOString(),
  };
}
