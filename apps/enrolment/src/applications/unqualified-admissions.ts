import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { batchTransition } from '#aggregates';
import { id, type PlanScope, schoolCode } from '#contracts';
import { allSchools, type Transaction, Transactions } from '#database';
import { dayInChina } from '#national-codes';
import { listOf } from '#runtime';
import { accountableReason, Sealer } from '#security';
import type { Application } from '../domain/application.js';
import type { Offering } from '../domain/offering.js';
import { honour, honourRefusals, isCovered } from '../domain/unqualified.js';
import { lockPlaces } from '../offerings/places.js';
import { qualificationsOf } from '../qualifications/qualifications.js';
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

/** Who is awaited, and not honoured: what is left of `isUnqualified` once it is known which places are not covered. */
const AWAITED = `applications.state = 'ADMITTED' and honoured_on is null`;

/** The places that somebody is awaited at although the school may not recruit for them any more. */
async function uncoveredPlaces(tx: Transaction, today: string): Promise<HeldPlace[]> {
  const places = await tx.query<HeldPlace>(
    `select distinct o.offering_id as "offeringId", scope, o.school_code as "schoolCode", level, mode
     from applications join offerings o using (offering_id) where ${AWAITED}`,
  );
  const ofSchool = await qualificationsOf(tx, [...new Set(places.map((each) => each.schoolCode))]);
  return places.filter((each) => {
    const standing = { offering: each, school: { qualifications: ofSchool(each) } };
    return !isCovered(standing, each.scope, today);
  });
}
type HeldPlace = Pick<Offering, 'offeringId' | 'schoolCode' | 'level' | 'mode'> & {
  readonly scope: PlanScope;
};

@Injectable()
export class ListUnqualifiedAdmissions {
  constructor(
    private readonly transactions: Transactions,
    private readonly sealer: Sealer,
  ) {}

  /** Whom the city still has to honour, transfer or cancel. */
  list(query: z.infer<typeof UnqualifiedFilter>) {
    return this.transactions.run(allSchools, async (tx) => {
      const places = await uncoveredPlaces(tx, dayInChina(tx.at));
      return listed.page(tx, query, {
        select: `select ${applications.selected}, ${SEALED_KEY} from applications
          where ${AWAITED} and (offering_id, scope) in (select * from unnest($1::uuid[], $2::text[]))`,
        parameters: [places.map(({ offeringId }) => offeringId), places.map(({ scope }) => scope)],
        itemOf: (row: { sealed_key: string | null }) =>
          applicationView(applications.stateOf({ ...row }), row.sealed_key, this.sealer),
      });
    });
  }
}
