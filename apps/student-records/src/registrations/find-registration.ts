import { Injectable } from '@nestjs/common';
import { type Transaction, Transactions } from '#database';
import { type Actor, scopeOf } from '#security';
import { PersonVault } from '../persons/person-vault.js';
import { refusalProblem } from '../refusals.js';
import {
  type RegistrationView,
  SELECT_SHOWN_REGISTRATIONS,
  type ShownRegistrationRow,
  viewOf,
} from './registration-view.js';

@Injectable()
export class FindRegistration {
  constructor(
    private readonly transactions: Transactions,
    private readonly vault: PersonVault,
  ) {}

  /** @throws Problem 404, also for a registration of another school: a school cannot tell the two apart */
  run(registrationId: string, actor: Actor): Promise<RegistrationView> {
    return this.transactions.run(scopeOf(actor), (tx) => showRegistration(tx, this.vault, registrationId));
  }
}

export async function showRegistration(
  tx: Transaction,
  vault: PersonVault,
  registrationId: string,
): Promise<RegistrationView> {
  const [row] = await tx.query<ShownRegistrationRow>(
    `${SELECT_SHOWN_REGISTRATIONS} where registration_id = $1`,
    [registrationId],
  );
  if (!row) throw refusalProblem('not-found');
  return viewOf(row, vault);
}
