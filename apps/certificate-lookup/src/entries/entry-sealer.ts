import { Injectable } from '@nestjs/common';
import { Sealer } from '#security';
import {
  comparableCertificateNo,
  comparableIdNumber,
  comparableName,
  type Factors,
} from '../domain/factors.js';

/** Whose certificate it is: all that an answer needs of the person. */
export interface Holder {
  readonly name: string;
  readonly idNumber: string;
}

/** How an entry holds its person: sealed, beside one keyed hash for each pair of factors. */
@Injectable()
export class EntrySealer {
  constructor(private readonly sealer: Sealer) {}

  columns(certificateNo: string, { name, idNumber }: Holder) {
    const number = comparableCertificateNo(certificateNo);
    const compared = comparableName(name);
    return {
      identity: this.sealer.seal(JSON.stringify({ name, idNumber }), binding(certificateNo)),
      number_and_name: this.index({ by: 'CERTIFICATE_NUMBER', certificateNo: number, name: compared }),
      id_and_name: this.index({ by: 'ID_NUMBER', idNumber: comparableIdNumber(idNumber), name: compared }),
    };
  }

  open(certificateNo: string, identity: string): Holder {
    return JSON.parse(this.sealer.open(identity, binding(certificateNo))) as Holder;
  }

  /** One value for both factors. As JSON, so that no name can be read as a part of a number. */
  index(factors: Factors): string {
    const number = factors.by === 'ID_NUMBER' ? factors.idNumber : factors.certificateNo;
    return this.sealer.blindIndex(JSON.stringify([factors.by, number, factors.name]));
  }
}

const binding = (certificateNo: string): string => `entries:identity:${certificateNo}`;
