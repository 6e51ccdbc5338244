import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { batchTransition } from '#aggregates';
import { id, schoolCode } from '#contracts';
import { allSchools, type Transaction, Transactions } from '#database';
import { dayInChina } from '#national-codes';
import { listOf } from '#runtime';
import { accountableReason, Sealer } from '#security';
import type { Application } from '../domain/application.js';
import { honour, honourRefusals } from '../domain/unqualified.js';
import { lockPlaces } from '../offerings/places.js';
import { applicationView } from './application-view.js';
import { applications, SEALED_KEY } from './applications.js';

const standings = async (tx: Transaction, states: readonly Application[]) => ({
  standingOf: await lockPlaces(tx, states),
});

/** 认可录取 */
export const honourAdmissions = batchTransition(applications, {
  name: 'honour-admissions',
  path: 'batch-honour',
  roles: ['city-officer'],
  sentence: { zh: '认可了失去招生资质学校的录取', en: 'honoured the admission' },
  input: { reason: accountableReason.meta({ example: '资质暂停前已录取' }) },
  refuses: honourRefusals,
  context: standings,
  decide: honour,
});

const listed = listOf({
  filters: { schoolCode: ['school_code', schoolCode], offeringId: ['offering_id', id] },
  sorts: { applicationId: ['application_id'] },
});
export const UnqualifiedFilter = listed.query;

/** As `isUnqualified` of the domain has it. */
const UNQUALIFIED = `
  select ${applications.selected}, ${SEALED_KEY} from applications join offerings o using (offering_id)
  where applications.state = 'ADMITTED' and honoured_on is null and not exists (
    select from qualifications q
    where q.school_code = applications.school_code and q.valid_from <= $1 and q.valid_to >= $1
      and case when next_effective_on <= $1 then next_state else q.state end = 'PUBLISHED'
      and o.level = any(q.levels) and o.mode = any(q.modes)
      and (applications.scope = 'IN_CITY' or q.out_of_city_allowed))`;

@Injectable()
export class ListUnqualifiedAdmissions {
  constructor(
    private readonly transactions: Transactions,
    private readonly sealer: Sealer,
  ) {}

  /** Whom the city still has to honour or cancel. */
  list(query: z.infer<typeof UnqualifiedFilter>) {
    return this.transactions.run(allSchools, (tx) =>
      listed.page(tx, query, {
        select: UNQUALIFIED,
        parameters: [dayInChina(tx.at)],
        itemOf: (row: { sealed_key: string | null }) =>
          applicationView(applications.stateOf({ ...row }), row.sealed_key, this.sealer),
      }),
    );
  }
}
