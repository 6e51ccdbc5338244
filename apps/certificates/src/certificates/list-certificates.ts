import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type Scope, Transactions } from '#database';
import { Problem } from '#runtime';
import { Sealer } from '#security';
import { certificateOf, type CertificateRow } from './certificate-row.js';
import { CertificateView, viewOf } from './certificate-view.js';

export const CertificateFilter = z.strictObject({
  registrationId: z.uuid().optional(),
  schoolCode: z.string().max(20).optional(),
  status: z.enum(['ISSUED', 'REVOKED']).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(64).optional(),
});
export type CertificateFilter = z.infer<typeof CertificateFilter>;

export const CertificatePage = z
  .object({ items: z.array(CertificateView), nextCursor: z.string().optional() })
  .meta({ id: 'CertificatePage' });
export type CertificatePage = z.infer<typeof CertificatePage>;

@Injectable()
export class ListCertificates {
  constructor(
    private readonly transactions: Transactions,
    private readonly sealer: Sealer,
  ) {}

  /** In order of number; the cursor is the last number shown. */
  async run(scope: Scope, filter: CertificateFilter): Promise<CertificatePage> {
    if (scope.kind === 'school' && (filter.schoolCode ?? scope.schoolCode) !== scope.schoolCode)
      throw otherSchool();
    const rows = await this.transactions.run(scope, (tx) =>
      tx.query<CertificateRow>(
        `select * from certificates
         where ($1::uuid is null or registration_id = $1) and ($2::text is null or school_code = $2)
           and ($3::text is null or status = $3) and ($4::text is null or certificate_no > $4)
         order by certificate_no limit $5`,
        [filter.registrationId, filter.schoolCode, filter.status, filter.cursor, filter.limit + 1],
      ),
    );
    const items = rows.slice(0, filter.limit).map((row) => viewOf(certificateOf(row, this.sealer)));
    return rows.length > filter.limit ? { items, nextCursor: items.at(-1)!.certificateNo } : { items };
  }
}

/** An empty list would be taken for the truth about the other school. */
function otherSchool(): Problem {
  return new Problem({
    status: 403,
    code: 'other-school',
    title: '只能查看本校数据',
    detail: 'A school may ask for its own records only.',
  });
}
