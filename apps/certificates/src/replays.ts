import { Injectable } from '@nestjs/common';
import { replayed, Republishers } from '#reconciliation';
import { Sealer } from '#security';
import { certificates, issueCertificates, revokeCertificates } from './certificates/certificates.js';

/** What an operator can have replayed: facts of certificates, and the states of the lookup. */
@Injectable()
export class Replays {
  constructor(republishers: Republishers, sealer: Sealer) {
    republishers.register(...replayed(certificates, [issueCertificates, revokeCertificates], { sealer }));
  }
}
