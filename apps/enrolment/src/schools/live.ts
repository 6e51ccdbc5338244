import type { Transaction } from '#database';
import { IS_LIVE } from '../applications/applications.js';
import type { Live } from '../domain/school-change.js';

/** How much of each kind is live at a school, which the caller has locked. @param $2 the day */
export async function liveOf(tx: Transaction, schoolCode: string, on: string): Promise<Live> {
  const [live] = await tx.query<Live & Record<string, number>>(
    `select
       (select count(*)::int from qualifications
        where school_code = $1 and state in ('PUBLISHED', 'SUSPENDED') and valid_to >= $2) as qualifications,
       (select count(*)::int from offerings where school_code = $1 and status <> 'CLOSED') as offerings,
       (select count(*)::int from plan_lines where school_code = $1 and status = 'PUBLISHED' and reserved > 0) as "planLines",
       count(*) filter (where state <> 'REGISTERED')::int as applications,
       count(*) filter (where state = 'REGISTERED')::int as registrations
     from applications where school_code = $1 and ${IS_LIVE}`,
    [schoolCode, on],
  );
  return live!;
}
