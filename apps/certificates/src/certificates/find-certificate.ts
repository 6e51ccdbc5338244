import { Injectable } from '@nestjs/common';
import { type Scope, Transactions } from '#database';
import { notFound } from '#runtime';
import { Sealer } from '#security';
import { certificateOf, KEYED_COLUMNS, type KeyedCertificateRow } from './certificate-row.js';
import { type CertificateView, viewOf } from './certificate-view.js';

@Injectable()
export class FindCertificate {
  constructor(
    private readonly transactions: Transactions,
    private readonly sealer: Sealer,
  ) {}

  /** @throws Problem 404, also for a certificate of another school: a school cannot tell the two apart */
  async run(scope: Scope, certificateNo: string): Promise<CertificateView> {
    const [row] = await this.transactions.run(scope, (tx) =>
      tx.query<KeyedCertificateRow>(`select ${KEYED_COLUMNS} from certificates where certificate_no = $1`, [
        certificateNo,
      ]),
    );
    if (row) return viewOf(certificateOf(row, this.sealer));
    throw notFound('There is no certificate of this number, or it is not in your scope.', '未找到该证书');
  }
}
