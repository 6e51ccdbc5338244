import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { day, id, moment } from '#contracts';
import { Transactions } from '#database';
import { Problem } from '#runtime';
import { type Actor, scopeOf } from '#security';
import { problems } from '../problems.js';

export const EmployerHistory = z
  .object({
    registrationId: id,
    entries: z.array(
      z.object({
        recordedAt: moment,
        recordedBy: z.string().optional(),
        uscc: z.string().optional().describe('Left out where the student had no employer'),
        name: z.string().optional(),
        contractNo: z.string().optional(),
        since: day.optional(),
        leftOn: day.optional(),
      }),
    ),
  })
  .meta({ id: 'EmployerHistory' });

const EMPLOYERS = ['employer_uscc', 'employer_name', 'contract_no', 'employer_since', 'employer_left_on'].map((name) => `data->>'${name}'`); // prettier-ignore

/** Who a part-time student has worked for. */
@Injectable()
export class FindEmployers {
  constructor(private readonly transactions: Transactions) {}

  /** 用人单位沿革, out of the history of the registration: what was recorded when, corrections too. @throws Problem 404 */
  async history(registrationId: string, actor: Actor): Promise<z.infer<typeof EmployerHistory>> {
    const rows = await this.transactions.run(scopeOf(actor), (tx) =>
      tx.query<EmployerRow>(
        `select recorded_at, actor, employers from (
           select version, recorded_at, actor, array[${EMPLOYERS.join(', ')}] as employers,
             lag(array[${EMPLOYERS.join(', ')}]) over (order by version) as before
           from registrations_history where registration_id = $1) entries
         where employers is distinct from before order by version`,
        [registrationId],
      ),
    );
    if (rows.length === 0) throw new Problem(problems['not-found']);
    return { registrationId, entries: rows.map(entryOf) };
  }
}

interface EmployerRow {
  recorded_at: Date;
  actor: string | null;
  employers: (string | null)[];
}

function entryOf({ recorded_at: recordedAt, actor, employers }: EmployerRow) {
  const [uscc, name, contractNo, since, leftOn] = employers.map((each) => each ?? undefined);
  return {
    recordedAt: recordedAt.toISOString(),
    recordedBy: actor ?? undefined,
    uscc,
    name,
    contractNo,
    since,
    leftOn,
  };
}
