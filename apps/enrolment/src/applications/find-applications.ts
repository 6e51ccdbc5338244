import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { id, schoolCode } from '#contracts';
import { Transactions } from '#database';
import { listOf, pageOf } from '#runtime';
import { type Actor, expectOwnSchool, scopeOf, Sealer } from '#security';
import { APPLICATION_STATES } from '../domain/application.js';
import { refusalProblem } from '../refusal-problem.js';
import { APPLICATION_COLUMNS, type ApplicationRow } from './application-row.js';
import { ApplicationView, applicationView } from './application-view.js';

const applications = listOf({
  filters: {
    state: ['state', z.enum(APPLICATION_STATES)],
    importId: ['import_id', id],
    offeringId: ['offering_id', id],
    schoolCode: ['school_code', schoolCode],
  },
  sorts: { applicationId: ['application_id'] },
});
export const ApplicationFilter = applications.query;
export type ApplicationFilter = z.infer<typeof ApplicationFilter>;
export const ApplicationPage = pageOf(ApplicationView);

@Injectable()
export class FindApplications {
  constructor(
    private readonly transactions: Transactions,
    private readonly sealer: Sealer,
  ) {}

  /** An id tells when it was given, so the order of ids is that of arrival. */
  async list(query: ApplicationFilter, actor: Actor) {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, query.schoolCode);
    return this.transactions.run(scope, (tx) =>
      applications.page(tx, query, {
        select: `select ${APPLICATION_COLUMNS} from applications`,
        itemOf: (row: ApplicationRow) => applicationView(row, this.sealer),
      }),
    );
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
