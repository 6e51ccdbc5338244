import { step, type Transitions } from '#aggregates';
import { accept } from '#aggregates/rules';
import type { DataOf, IdentityCorrected } from '#contracts';
import type { Transaction } from '#database';
import type { Received } from '#messaging';
import type { Sealer } from '#security';
import type { Application } from '../domain/application.js';
import { recheckConflicts } from '../identity-conflicts/find-conflicts.js';
import { applications } from './applications.js';
import { moveFormerStudies } from './former-studies.js';
import { movePersons } from './live-admissions.js';
import { resealed } from './reseal-persons.js';

type Corrected = Received<typeof IdentityCorrected>;

/** 身份信息更正: student records has found who the person is by the papers. */
const followIdentity = step(applications, {
  name: 'follow-identity-correction',
  decide: (each, identity: Partial<Application>) => accept({ ...each, ...identity } as Application),
});

/**
 * Lets applications go by the identity that student records has, and the person's place and former studies with them, so that the next
 * admission of the person is known as theirs. Who was erased is not brought back.
 */
export async function followIdentities(
  tx: Transaction,
  transitions: Transitions,
  sealer: Sealer,
  events: readonly Corrected[],
): Promise<void> {
  const last = new Map(events.map((event) => [event.data.applicationId, event]));
  const known = (await applications.lock(tx, [...last.keys()])).filter(
    ({ idNumberSealed }) => idNumberSealed !== undefined,
  );
  if (known.length === 0) return;
  const corrections = known.map((each) => {
    const { new: identity } = last.get(each.applicationId)!.data.identities;
    return { known: each, person: (former: object) => ({ ...former, issuingState: undefined, ...identity }) };
  });
  const sealed = await resealed(tx, corrections, { sealer, by: 'student-records' });
  const persons = new Map(known.map(({ applicationId }, at) => [applicationId, withoutStudy(sealed[at]!)]));
  const { saved } = await transitions.take(
    tx,
    followIdentity,
    known,
    (each) => persons.get(each.applicationId)!,
    {
      causeOf: (id) => last.get(id),
    },
  );
  await movePersons(tx, saved);
  await moveFormerStudies(tx, saved.map((each) => ({ ...each, registrationId: registrationOf(last, each) }))); // prettier-ignore
  await recheckConflicts(tx, transitions, saved.map(({ applicationId }) => applicationId)); // prettier-ignore
}

/** The stage of study before this one is that of the registration, and stays. */
const withoutStudy = ({ previousRegistrationId: _own, ...person }: Partial<Application>) => person;

const registrationOf = (
  last: ReadonlyMap<string, { data: DataOf<typeof IdentityCorrected> }>,
  { applicationId }: Application,
) => last.get(applicationId)!.data.registrationId;
