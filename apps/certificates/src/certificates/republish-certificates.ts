import { Injectable } from '@nestjs/common';
import { id } from '#contracts';
import type { Transaction } from '#database';
import type { OutgoingEvent } from '#messaging';
import { type PageRequest, republishedPage, type Republisher, Republishers } from '#reconciliation';
import { Sealer } from '#security';
import type { Certificate } from '../domain/certificate.js';
import { certificateIssued, certificateRevoked, lookupState } from './certificate-events.js';
import { certificateOf, KEYED_COLUMNS, type KeyedCertificateRow } from './certificate-row.js';

/** Facts: that a certificate was issued, and then that it was revoked, each with its version. */
@Injectable()
export class RepublishCertificates implements Republisher {
  readonly topic = 'certificates.certificates.v1';
  readonly id = id;

  constructor(
    registry: Republishers,
    private readonly sealer: Sealer,
  ) {
    registry.register(this);
  }

  page(tx: Transaction, request: PageRequest) {
    return certificatesPage(tx, request, this.sealer, (certificate) =>
      certificate.status === 'ISSUED'
        ? [certificateIssued(certificate)]
        : [
            certificateIssued({ ...certificate, version: certificate.version - 1 }),
            certificateRevoked(certificate),
          ],
    );
  }
}

/** States for the lookup, as they are. */
@Injectable()
export class RepublishLookupStates implements Republisher {
  readonly topic = 'certificates.lookup.v1';
  readonly id = id;

  constructor(
    registry: Republishers,
    private readonly sealer: Sealer,
  ) {
    registry.register(this);
  }

  page(tx: Transaction, request: PageRequest) {
    return certificatesPage(tx, request, this.sealer, (certificate) => [lookupState(certificate)]);
  }
}

async function certificatesPage(
  tx: Transaction,
  request: PageRequest,
  sealer: Sealer,
  eventsOf: (certificate: Certificate) => OutgoingEvent[],
) {
  const rows = await tx.query<KeyedCertificateRow>(
    `select ${KEYED_COLUMNS} from certificates
     where ($1::uuid is null or certificate_id > $1) and ($2::text is null or school_code = $2)
     order by certificate_id limit $3 for share`,
    [request.after, request.schoolCode, request.limit],
  );
  return republishedPage(
    rows,
    request,
    (row) => row.certificate_id,
    (row) => eventsOf(certificateOf(row, sealer)),
  );
}
