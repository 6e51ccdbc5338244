import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { day } from '#contracts';
import { type Scope, Transactions } from '#database';
import { listOf, pageOf, range, several } from '#runtime';
import { expectOwnSchool, Sealer } from '#security';
import { certificateOf, KEYED_COLUMNS, type KeyedCertificateRow } from './certificate-row.js';
import { CertificateView, viewOf } from './certificate-view.js';

const certificates = listOf({
  filters: {
    registrationId: ['registration_id', z.uuid()],
    schoolCode: ['school_code', z.string().max(20)],
    status: several('status', z.enum(['ISSUED', 'REVOKED'])),
    issueDate: range('issue_date', day),
  },
  sorts: { certificateNo: ['certificate_no'], issueDate: ['issue_date', 'certificate_no'] },
});
export const CertificateFilter = certificates.query;
export type CertificateFilter = z.infer<typeof CertificateFilter>;

export const CertificatePage = pageOf(CertificateView).meta({ id: 'CertificatePage' });
export type CertificatePage = z.infer<typeof CertificatePage>;

@Injectable()
export class ListCertificates {
  constructor(
    private readonly transactions: Transactions,
    private readonly sealer: Sealer,
  ) {}

  async run(scope: Scope, query: CertificateFilter): Promise<CertificatePage> {
    expectOwnSchool(scope, query.schoolCode);
    return this.transactions.run(scope, (tx) =>
      certificates.page(tx, query, {
        select: `select ${KEYED_COLUMNS} from certificates`,
        itemOf: (row: KeyedCertificateRow) => viewOf(certificateOf(row, this.sealer)),
      }),
    );
  }
}
