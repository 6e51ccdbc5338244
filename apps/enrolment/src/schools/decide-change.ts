import { askedBy } from '#aggregates';
import type { Transaction } from '#database';
import type { Actor } from '#security';
import { authorityOf } from '../authorities/authorities.js';
import { changeSchool, type SchoolChange } from '../domain/school-change.js';
import type { School } from '../domain/school.js';
import { liveOf } from './live.js';

/** Asks the rule about a change of a school that the caller has locked; answers what is live there as well. */
export async function decideChange(
  tx: Transaction,
  school: School,
  change: Pick<SchoolChange, 'kind' | 'fields' | 'effectiveOn'>,
  actor?: Actor,
) {
  const asked = askedBy(tx, actor);
  const { authorityCode, uscc } = change.fields;
  const authority = authorityCode === undefined ? undefined : await authorityOf(tx, authorityCode);
  const [others] = await tx.query<{ taken: boolean }>(
    'select exists (select from schools where uscc = $1 and school_code <> $2) as taken',
    [uscc ?? null, school.schoolCode],
  );
  const live = await liveOf(tx, school.schoolCode, asked.today);
  const decision = changeSchool(school, change, { ...asked, authority, usccTaken: others!.taken, live });
  return { decision, live };
}
