import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { historyEntries, HistoryEntry } from '#aggregates';
import { Commands, declareActions } from '#commands';
import { id } from '#contracts';
import { Transactions } from '#database';
import { Problem } from '#runtime';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import { PersonVault } from '../persons/person-vault.js';
import { problems } from '../problems.js';
import {
  type RegistrationExport,
  type RegistrationFilter,
  registrationList,
  type RegistrationPage,
} from './registration-list.js';
import {
  type RegistrationView,
  SELECT_REGISTRATIONS,
  showing,
  type ShownRegistrationRow,
  showRegistration,
  viewOf,
} from './registration-view.js';
import { registrations } from './registrations.js';
import { proposeRevocations } from '../graduation-revocations/graduation-revocations.js';
import { revokeGraduation } from './revoke-graduation.js';

export const RegistrationHistory = z
  .object({ registrationId: id, entries: z.array(HistoryEntry) })
  .meta({ id: 'RegistrationHistory' });

const { 'export-registrations': EXPORT_REGISTRATIONS } = declareActions({
  'export-registrations': { zh: '导出了学籍名单', en: 'exported a list of registrations' },
});

@Injectable()
export class FindRegistrations {
  constructor(
    private readonly transactions: Transactions,
    private readonly commands: Commands,
    private readonly vault: PersonVault,
  ) {}

  /** An id tells when it was given, so the order of ids is that of arrival. */
  async list(query: RegistrationFilter, actor: Actor): Promise<RegistrationPage> {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, query.schoolCode);
    // Its policy would let through no others; said as a filter, an index finds them.
    const own = scope.kind === 'school' ? { schoolCode: scope.schoolCode } : {};
    return this.transactions.run(scope, (tx) => registrationList.page(tx, { ...query, ...own }, this.source));
  }

  /** What {@link list} shows of all that the filters leave, masked alike. Written down. @throws Problem 422 */
  async workbook(query: RegistrationExport, actor: Actor): Promise<Buffer> {
    expectOwnSchool(scopeOf(actor), query.schoolCode);
    return this.commands.look(actor, EXPORT_REGISTRATIONS, (tx) =>
      registrationList.workbook(tx, query, this.source),
    );
  }

  private readonly source = {
    select: SELECT_REGISTRATIONS,
    shown: showing(),
    itemOf: (row: ShownRegistrationRow) => viewOf(row, this.vault),
  };

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
    return { registrationId, entries: entries.map((entry) => withoutInternal(entry, actor)) };
  }
}

/** Why the city revoked a graduation stays with those who revoke; others read the decision number, as in the event. */
function withoutInternal({ reason, ...entry }: HistoryEntry, { role }: Actor): HistoryEntry {
  const isInternal = entry.happened === revokeGraduation.name && !proposeRevocations.roles.includes(role);
  return isInternal ? entry : { ...entry, reason };
}
