import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { id, schoolCode } from '#contracts';
import { Transactions } from '#database';
import { page, pageFilter, pageOf } from '#runtime';
import { type Actor, expectOwnSchool, scopeOf, Sealer } from '#security';
import { APPLICATION_STATES } from '../domain/application.js';
import { refusalProblem } from '../refusal-problem.js';
import { APPLICATION_COLUMNS, type ApplicationRow } from './application-row.js';
import { ApplicationView, applicationView } from './application-view.js';

export const ApplicationFilter = z.strictObject({
  ...pageFilter,
  cursor: id.optional(),
  state: z.enum(APPLICATION_STATES).optional(),
  importId: id.optional(),
  offeringId: id.optional(),
  schoolCode: schoolCode.optional(),
});
export type ApplicationFilter = z.infer<typeof ApplicationFilter>;
export const ApplicationPage = pageOf(ApplicationView);

@Injectable()
export class FindApplications {
  constructor(
    private readonly transactions: Transactions,
    private readonly sealer: Sealer,
  ) {}

  list({ limit, cursor, ...filter }: ApplicationFilter, actor: Actor) {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, filter.schoolCode);
    return this.transactions.run(scope, async (tx) => {
      const rows = await tx.query<ApplicationRow>(
        `select ${APPLICATION_COLUMNS} from applications
         where ($1::text is null or state = $1) and ($2::uuid is null or import_id = $2)
           and ($3::uuid is null or offering_id = $3) and ($4::text is null or school_code = $4)
           and ($5::uuid is null or application_id > $5)
         order by application_id limit $6`,
        [filter.state ?? null, filter.importId ?? null, filter.offeringId ?? null, filter.schoolCode ?? null,
          cursor ?? null, limit + 1], // prettier-ignore
      );
      return page(
        rows,
        limit,
        (row) => row.application_id,
        (row) => applicationView(row, this.sealer),
      );
    });
  }

  one(applicationId: string, actor: Actor): Promise<ApplicationView> {
    return this.transactions.run(scopeOf(actor), async (tx) => {
      const [row] = await tx.query<ApplicationRow>(
        `select ${APPLICATION_COLUMNS} from applications where application_id = $1`,
        [applicationId],
      );
      if (!row) throw refusalProblem('not-found');
      return applicationView(row, this.sealer);
    });
  }
}
