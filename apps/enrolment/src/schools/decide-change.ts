import { askedBy } from '#aggregates';
import type { Transaction } from '#database';
import type { Actor } from '#security';
import { authorityOf } from '../authorities/authorities.js';
import { changeSchool, type SchoolChange } from '../domain/school-change.js';
import type { School } from '../domain/school.js';
import { liveOf } from './live.js';
import { schools } from './schools.js';

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
  const successor = await successorOf(tx, school.schoolCode, change.fields.successorCode);
  const decision = changeSchool(school, change, {
    ...asked,
    authority,
    usccTaken: others!.taken,
    live,
    successor,
  });
  return { decision, live };
}

/** Locks the school that shall take over, and says whether it runs an offering of the other already. */
async function successorOf(tx: Transaction, schoolCode: string, successorCode: string | undefined) {
  if (successorCode === undefined || successorCode === schoolCode) return undefined;
  const [successor] = await schools.lock(tx, [successorCode]);
  if (successor?.status !== 'ACTIVE') return undefined;
  const [found] = await tx.query<{ hasTheOffering: boolean }>(
    `select exists (select from offerings one join offerings other
       using (major_code, level, mode, catalogue_version)
       where one.school_code = $1 and other.school_code = $2 and one.status <> 'CLOSED') as "hasTheOffering"`,
    [schoolCode, successorCode],
  );
  return found;
}
