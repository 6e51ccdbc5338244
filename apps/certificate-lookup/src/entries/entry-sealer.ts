import { Injectable } from '@nestjs/common';
import { type NewDataKey, Sealer } from '#security';
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

/** How an entry holds its person: sealed by a data key, beside one keyed hash for each pair of factors. */
@Injectable()
export class EntrySealer {
  constructor(private readonly sealer: Sealer) {}

  /** Each time by a new key, which replaces that of the state before. */
  seal(certificateNo: string, { name, idNumber }: Holder): { columns: object; key: NewDataKey['row'] } {
    const { key, row } = this.sealer.newDataKey(subjectOf(certificateNo));
    const number = comparableCertificateNo(certificateNo);
    const compared = comparableName(name);
    const columns = {
      identity: key.seal(JSON.stringify({ name, idNumber }), binding(certificateNo)),
      number_and_name: this.index({ by: 'CERTIFICATE_NUMBER', certificateNo: number, name: compared }),
      id_and_name: this.index({ by: 'ID_NUMBER', idNumber: comparableIdNumber(idNumber), name: compared }),
    };
    return { columns, key: row };
  }

  open(certificateNo: string, identity: string, sealedKey: string | null): Holder {
    const key = this.sealer.dataKey(subjectOf(certificateNo), sealedKey);
    return JSON.parse(key.open(identity, binding(certificateNo))) as Holder;
  }

  /** One value for both factors. As JSON, so that no name can be read as a part of a number. */
  index(factors: Factors): string {
    const number = factors.by === 'ID_NUMBER' ? factors.idNumber : factors.certificateNo;
    return this.sealer.blindIndex(JSON.stringify([factors.by, number, factors.name]));
  }
}

const subjectOf = (certificateNo: string): string => `entry:${certificateNo}`;
const binding = (certificateNo: string): string => `entries:identity:${certificateNo}`;
