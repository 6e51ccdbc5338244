import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { asOf, historyEntries, HistoryEntry } from '#aggregates';
import { day, id, Level, moment, schoolCode, StudyMode } from '#contracts';
import { Transactions } from '#database';
import { listOf, pageOf, Problem, range } from '#runtime';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import { REGISTRATION_STATES } from '../domain/registration.js';
import { PersonVault } from '../persons/person-vault.js';
import { problems } from '../problems.js';
import {
  RegistrationView,
  SELECT_SHOWN_REGISTRATIONS,
  type ShownRegistrationRow,
  showRegistration,
  viewOf,
} from './registration-view.js';
import { registrations } from './registrations.js';

const listed = listOf({
  filters: {
    state: ['state', z.enum(REGISTRATION_STATES)],
    schoolCode: ['school_code', schoolCode],
    studentNo: ['student_no', z.string().max(64)],
    applicationId: ['application_id', id],
    returnOverdueNotedOn: range('return_overdue_noted_on', day),
  },
  sorts: { registrationId: ['registration_id'] },
});
export const RegistrationFilter = listed.query;
export type RegistrationFilter = z.infer<typeof RegistrationFilter>;
export const RegistrationPage = pageOf(RegistrationView).meta({ id: 'RegistrationPage' });
export type RegistrationPage = z.infer<typeof RegistrationPage>;

export const RegistrationHistory = z
  .object({ registrationId: id, entries: z.array(HistoryEntry) })
  .meta({ id: 'RegistrationHistory' });

export const StockFilter = z.strictObject({
  asOf: day.describe('By what had taken effect on this day'),
  knownAt: moment.optional().describe('By what had been recorded at this moment; now where it is left out'),
});
export const Stock = z
  .object({
    asOf: day,
    counts: z.array(
      z.object({
        schoolCode,
        state: z.enum(REGISTRATION_STATES),
        studyMode: StudyMode,
        level: Level,
        count: z.int(),
      }),
    ),
  })
  .meta({ id: 'RegistrationStock' });

@Injectable()
export class FindRegistrations {
  constructor(
    private readonly transactions: Transactions,
    private readonly vault: PersonVault,
  ) {}

  /** An id tells when it was given, so the order of ids is that of arrival. */
  async list(query: RegistrationFilter, actor: Actor): Promise<RegistrationPage> {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, query.schoolCode);
    return this.transactions.run(scope, (tx) =>
      listed.page(tx, query, {
        select: SELECT_SHOWN_REGISTRATIONS,
        itemOf: (row: ShownRegistrationRow) => viewOf(row, this.vault),
      }),
    );
  }

  /** @throws Problem 404, also for a registration of another school: a school cannot tell the two apart */
  find(registrationId: string, actor: Actor): Promise<RegistrationView> {
    return this.transactions.run(scopeOf(actor), (tx) => showRegistration(tx, this.vault, registrationId));
  }

  /** @throws Problem 404 */
  async history(registrationId: string, actor: Actor): Promise<z.infer<typeof RegistrationHistory>> {
    const entries = await this.transactions.run(scopeOf(actor), (tx) =>
      historyEntries(tx, registrations, registrationId),
    );
    if (entries.length === 0) throw new Problem(problems['not-found']);
    return { registrationId, entries };
  }

  /** 学籍存量: how many registrations stood in which state on a day, by what took effect and was known then. */
  async stock(filter: z.infer<typeof StockFilter>, actor: Actor): Promise<z.infer<typeof Stock>> {
    const counts = await this.transactions.run(scopeOf(actor), (tx) =>
      tx.query<z.infer<typeof Stock>['counts'][number]>(
        `select school_code as "schoolCode", state, data->>'study_mode' as "studyMode", data->>'level' as level,
           count(*)::int as count
         from ${asOf(registrations, '$1', 'coalesce($2::timestamptz, now())')} entry
         group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
        [filter.asOf, filter.knownAt ?? null],
      ),
    );
    return { asOf: filter.asOf, counts };
  }
}
