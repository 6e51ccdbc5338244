import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { day } from '#contracts';
import { type Scope, Transactions } from '#database';
import { listOf, notFound, pageOf, range, several } from '#runtime';
import { expectOwnSchool, Sealer } from '#security';
import {
  CertificateView,
  SELECT_SHOWN_CERTIFICATES,
  type ShownCertificateRow,
  viewOf,
} from './certificate-view.js';

const listed = listOf({
  filters: {
    registrationId: ['registration_id', z.uuid()],
    schoolCode: ['school_code', z.string().max(20)],
    status: several('status', z.enum(['ISSUED', 'REVOKED'])),
    issueDate: range('issue_date', day),
    identityDiffers: ['identity_differs', z.stringbool().describe('证书信息与现身份信息不一致')],
  },
  sorts: { certificateNo: ['certificate_no'], issueDate: ['issue_date', 'certificate_no'] },
});
export const CertificateFilter = listed.query;
export type CertificateFilter = z.infer<typeof CertificateFilter>;

export const CertificatePage = pageOf(CertificateView).meta({ id: 'CertificatePage' });
export type CertificatePage = z.infer<typeof CertificatePage>;

@Injectable()
export class FindCertificates {
  constructor(
    private readonly transactions: Transactions,
    private readonly sealer: Sealer,
  ) {}

  async list(scope: Scope, query: CertificateFilter): Promise<CertificatePage> {
    expectOwnSchool(scope, query.schoolCode);
    return this.transactions.run(scope, (tx) =>
      listed.page(tx, query, {
        select: SELECT_SHOWN_CERTIFICATES,
        itemOf: (row: ShownCertificateRow) => viewOf(row, this.sealer),
      }),
    );
  }

  /** @throws Problem 404, also for a certificate of another school: a school cannot tell the two apart */
  async find(scope: Scope, certificateNo: string): Promise<CertificateView> {
    const [row] = await this.transactions.run(scope, (tx) =>
      tx.query<ShownCertificateRow>(`${SELECT_SHOWN_CERTIFICATES} where certificate_no = $1`, [
        certificateNo,
      ]),
    );
    if (row) return viewOf(row, this.sealer);
    throw notFound('There is no certificate of this number, or it is not in your scope.', '未找到该证书');
  }
}
