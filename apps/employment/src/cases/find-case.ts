import { Injectable } from '@nestjs/common';
import { type Scope, type Transaction, Transactions } from '#database';
import { notFound, type Problem } from '#runtime';
import { type CaseView, SELECT_SHOWN_CASES, type ShownCaseRow, viewOf } from './case-view.js';

@Injectable()
export class FindCase {
  constructor(private readonly transactions: Transactions) {}

  /** @throws Problem 404, also for a case of another school: a school cannot tell the two apart */
  run(scope: Scope, registrationId: string): Promise<CaseView> {
    return this.transactions.run(scope, (tx) => showCase(tx, registrationId));
  }
}

export async function showCase(tx: Transaction, registrationId: string): Promise<CaseView> {
  const [row] = await tx.query<ShownCaseRow>(`${SELECT_SHOWN_CASES} where cases.registration_id = $1`, [
    registrationId,
  ]);
  if (!row) throw caseNotFound();
  return viewOf(row);
}

export function caseNotFound(): Problem {
  return notFound(
    'There is no employment case of this registration, or it is not in your scope.',
    '未找到该就业跟踪记录',
  );
}
