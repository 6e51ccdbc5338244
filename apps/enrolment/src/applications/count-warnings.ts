import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { schoolCode } from '#contracts';
import { Transactions } from '#database';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import { WARNING_CODES, type WarningCode, wordsOf } from '../domain/field-rules.js';

export const WarningFilter = z.strictObject({
  year: z.coerce.number().int().min(2000).max(2100).optional(),
  schoolCode: schoolCode.optional(),
});
type WarningFilter = z.infer<typeof WarningFilter>;

export const WarningCounts = z
  .object({
    items: z.array(
      z.object({
        schoolCode,
        code: z.enum(WARNING_CODES),
        message: z.string(),
        warned: z.int().describe('Warnings of this code that the applications of the school have'),
        open: z.int().describe('Of these, those that nobody has acknowledged'),
      }),
    ),
  })
  .meta({ id: 'WarningCounts' });

/** 提示统计: how often rules warn, by school. A school has a few codes, a city some hundred rows: all are answered. */
@Injectable()
export class CountWarnings {
  constructor(private readonly transactions: Transactions) {}

  async bySchool(filter: WarningFilter, actor: Actor): Promise<z.infer<typeof WarningCounts>> {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, filter.schoolCode);
    const counts = await this.transactions.run(scope, (tx) =>
      tx.query<{ schoolCode: string; code: WarningCode; warned: number; open: number }>(
        `select school_code as "schoolCode", warning->>'code' as code, count(*)::int as warned,
           (count(*) filter (where not warning ? 'acknowledgedAt'))::int as open
         from applications cross join jsonb_array_elements(warnings) warning
         where warnings <> '[]' and state <> 'ERASED'
           and ($1::int is null or year = $1) and ($2::text is null or school_code = $2)
         group by school_code, warning->>'code' order by school_code, warning->>'code'`,
        [filter.year ?? null, filter.schoolCode ?? null],
      ),
    );
    return { items: counts.map((each) => ({ ...each, message: wordsOf(each.code) })) };
  }
}
