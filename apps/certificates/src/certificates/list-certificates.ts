import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type Scope, Transactions } from '#database';
import { page, pageFilter, pageOf } from '#runtime';
import { expectOwnSchool, Sealer } from '#security';
import { certificateOf, KEYED_COLUMNS, type KeyedCertificateRow } from './certificate-row.js';
import { CertificateView, viewOf } from './certificate-view.js';

export const CertificateFilter = z.strictObject({
  ...pageFilter,
  registrationId: z.uuid().optional(),
  schoolCode: z.string().max(20).optional(),
  status: z.enum(['ISSUED', 'REVOKED']).optional(),
});
export type CertificateFilter = z.infer<typeof CertificateFilter>;

export const CertificatePage = pageOf(CertificateView).meta({ id: 'CertificatePage' });
export type CertificatePage = z.infer<typeof CertificatePage>;

@Injectable()
export class ListCertificates {
  constructor(
    private readonly transactions: Transactions,
    private readonly sealer: Sealer,
  ) {}

  /** In order of number; the cursor is the last number shown. */
  async run(scope: Scope, filter: CertificateFilter): Promise<CertificatePage> {
    expectOwnSchool(scope, filter.schoolCode);
    const rows = await this.transactions.run(scope, (tx) =>
      tx.query<KeyedCertificateRow>(
        `select ${KEYED_COLUMNS} from certificates
         where ($1::uuid is null or registration_id = $1) and ($2::text is null or school_code = $2)
           and ($3::text is null or status = $3) and ($4::text is null or certificate_no > $4)
         order by certificate_no limit $5`,
        [filter.registrationId, filter.schoolCode, filter.status, filter.cursor, filter.limit + 1],
      ),
    );
    return page(
      rows,
      filter.limit,
      (row) => row.certificate_no,
      (row) => viewOf(certificateOf(row, this.sealer)),
    );
  }
}
