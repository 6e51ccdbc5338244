import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { id, moment } from '#contracts';
import { Transactions } from '#database';
import { Problem } from '#runtime';
import { type Actor, scopeOf } from '#security';
import { PoliceOutcome } from '../domain/police-match.js';
import { HOLDER } from '../persons/person-row.js';
import { problems } from '../problems.js';

export const PoliceMatches = z
  .object({
    registrationId: id,
    items: z
      .array(
        z.object({
          outcome: PoliceOutcome,
          matchedAt: moment,
          source: z.string(),
          receivedAt: moment,
          counts: z.boolean().describe('false: a newer comparison was known when it came'),
        }),
      )
      .describe('That of the newest comparison first'),
  })
  .meta({ id: 'PoliceMatches' });

@Injectable()
export class FindPoliceMatches {
  constructor(private readonly transactions: Transactions) {}

  /** @throws Problem 404 */
  list(registrationId: string, actor: Actor): Promise<z.infer<typeof PoliceMatches>> {
    return this.transactions.run(scopeOf(actor), async (tx) => {
      const rows =
        await tx.query<{ outcome: PoliceOutcome | null; matched_at: Date; source: string; received_at: Date; counts: boolean }>( // prettier-ignore
          `select outcome, matched_at, source, received_at, counts
         from registrations left join police_matches on police_matches.person_id = ${HOLDER}
         where registration_id = $1 order by matched_at desc limit 100`,
          [registrationId],
        );
      if (rows.length === 0) throw new Problem(problems['not-found']);
      const items = rows.flatMap(
        ({ outcome, source, counts, ...row }) =>
        outcome === null
          ? []
          : [{ outcome, source, counts, matchedAt: row.matched_at.toISOString(), receivedAt: row.received_at.toISOString() }], // prettier-ignore
      );
      return { registrationId, items };
    });
  }
}
