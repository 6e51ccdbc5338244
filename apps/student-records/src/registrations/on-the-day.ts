import { acrossSchools, type Transaction } from '#database';
import type { Sealer } from '#security';
import { type Corrected, identityOn } from '../domain/identity-on-day.js';
import { type Graduated, holderOf } from '../domain/registration-states.js';
import { identitiesOf, type StatedIdentity } from '../identity-changes/sealed-identities.js';

/** What was of somebody on the day of their graduation, and is not any more. */
interface OnTheDay {
  readonly identity?: StatedIdentity;
  readonly photoSha256?: string;
}
type Version = Pick<Graduated, 'registrationId' | 'version'>;
const keyOf = ({ registrationId, version }: Version) => `${registrationId} ${version}`;

const GRADUATIONS = `unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::integer[])
    as graduated (registration_id, person_id, batch_id, version)
  join graduation_batches batch using (batch_id)`;

/**
 * Identity and photo of the day of graduation (or completion), where they have changed between it and the approval; what was wrong on the day is not
 * kept. In three statements, however many graduate.
 */
export async function onTheDay(
  tx: Transaction,
  sealer: Sealer,
  graduated: readonly Pick<
    Graduated,
    'registrationId' | 'version' | 'graduationBatchId' | 'personId' | 'holderId'
  >[],
): Promise<(version: Version) => OnTheDay> {
  const values = [
    graduated.map(({ registrationId }) => registrationId),
    graduated.map(holderOf),
    graduated.map(({ graduationBatchId }) => graduationBatchId),
    graduated.map(({ version }) => version),
  ];
  const identities = await acrossSchools(tx, (all) => identitiesOnTheDay(all, sealer, values));
  const photos = await tx.query<{ registration_id: string; version: number; sha256: string }>(FORMER_PHOTOS, values); // prettier-ignore
  const photoOf = new Map(photos.map((row) => [keyOf({ registrationId: row.registration_id, version: row.version }), row.sha256])); // prettier-ignore
  return (version) => {
    const [identity, photoSha256] = [identities.get(keyOf(version)), photoOf.get(keyOf(version))];
    return { ...(identity && { identity }), ...(photoSha256 && { photoSha256 }) };
  };
}

interface Row extends Record<string, unknown> {
  registration_id: string;
  version: number;
  graduated_on: string;
  change_id: string;
  reason_code: string;
  effective_on: string;
}

async function identitiesOnTheDay(tx: Transaction, sealer: Sealer, values: unknown[]) {
  const rows = await tx.query<Row>(CORRECTIONS, values);
  const changed = rows.length > 0 ? await identitiesOf(tx, sealer, rows.map((row) => row.change_id)) : undefined; // prettier-ignore
  const versions = Map.groupBy(rows, (row) =>
    keyOf({ registrationId: row.registration_id, version: row.version }),
  );
  const onDay = [...versions].map(([version, theirs]) => {
    const corrections = theirs.flatMap((row): Corrected<StatedIdentity>[] => {
      const identities = changed?.get(row.change_id);
      return identities
        ? [{ reasonCode: row.reason_code, effectiveOn: row.effective_on, ...identities }]
        : [];
    });
    return [version, identityOn(theirs[0]!.graduated_on, corrections)] as const;
  });
  return new Map(onDay);
}

const APPLIED = `kind = 'CORRECTION' and state = 'APPLIED'`;

/** All corrections of those whom the law has named anew between the day and the approval. */
const CORRECTIONS = `
  select graduated.registration_id, graduated.version, batch.graduated_on, correction.change_id, correction.reason_code, correction.effective_on
  from ${GRADUATIONS}
  join lateral (
    select * from identity_changes where person_id = graduated.person_id and ${APPLIED} and approved_at <= batch.approved_at
  ) correction on true
  where exists (
    select from identity_changes since where since.person_id = graduated.person_id and ${APPLIED} and since.approved_at <= batch.approved_at
      and since.reason_code = 'LEGAL_CHANGE' and since.effective_on > batch.graduated_on)
  order by correction.approved_at, correction.change_id`;

/** The photos before the first one that was taken since for changed looks; one of poor quality, or of somebody else, never was right. */
const FORMER_PHOTOS = `
  select graduated.registration_id, graduated.version, former.sha256
  from ${GRADUATIONS}
  join lateral (
    select min(uploaded_at) as changed_at from photos
    where photos.registration_id = graduated.registration_id and reason = 'CHANGED_LOOKS'
      and (uploaded_at at time zone 'Asia/Shanghai')::date > batch.graduated_on and uploaded_at <= batch.approved_at
  ) since on true
  join lateral (
    select sha256 from photos where photos.registration_id = graduated.registration_id and uploaded_at < since.changed_at
    order by uploaded_at desc limit 1
  ) former on true`;
