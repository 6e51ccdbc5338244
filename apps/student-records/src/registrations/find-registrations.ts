import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { historyEntries, HistoryEntry } from '#aggregates';
import { declareActions, Lists } from '#commands';
import { id } from '#contracts';
import { Transactions } from '#database';
import { Problem } from '#runtime';
import { type Actor, scopeOf } from '#security';
import { PersonVault } from '../persons/person-vault.js';
import { problems } from '../problems.js';
import {
  type RegistrationExport,
  type RegistrationFilter,
  registrationList,
  type RegistrationPage,
} from './registration-list.js';
import { SELECT_REGISTRATIONS, showing, type ShownRegistrationRow } from './registration-rows.js';
import type { RegistrationView } from './registration-view.js';
import { showRegistration, viewOf } from './show-registration.js';
import { registrations } from './registrations.js';
import { proposeRevocations } from '../graduation-revocations/graduation-revocations.js';
import { revokeGraduation } from './revoke-graduation.js';

export const RegistrationHistory = z
  .object({ registrationId: id, entries: z.array(HistoryEntry) })
  .meta({ id: 'RegistrationHistory' });

const { 'export-registrations': action } = declareActions({
  'export-registrations': { zh: '导出了学籍名单', en: 'exported a list of registrations' },
});

@Injectable()
export class FindRegistrations {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
    private readonly vault: PersonVault,
  ) {}

  /** An id tells when it was given, so the order of ids is that of arrival. */
  list(query: RegistrationFilter, actor: Actor): Promise<RegistrationPage> {
    return this.lists.page(registrationList, this.source, query, actor);
  }

  workbook(query: RegistrationExport, actor: Actor): Promise<Buffer> {
    return this.lists.workbook(registrationList, { ...this.source, action }, query, actor);
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
