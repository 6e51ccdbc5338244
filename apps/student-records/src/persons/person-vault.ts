import { Injectable } from '@nestjs/common';
import type { Identity, Person } from '#contracts';
import { maskIdNumber } from '#national-codes';
import { Sealer } from '#security';
import type { IdentityRow, PersonRow } from './person-row.js';

const binding = (column: string, personId: string) => `persons:${column}:${personId}`;

/** Seals what must not be read from the disk, and opens it again for who may know it. */
@Injectable()
export class PersonVault {
  constructor(private readonly sealer: Sealer) {}

  /** What a person is found by: equal for equal documents, and tells nothing of them. */
  indexOf({ idType, idNumber }: Pick<Identity, 'idType' | 'idNumber'>): string {
    return this.sealer.blindIndex(`${idType}:${idNumber}`);
  }

  rowOf(personId: string, person: Person): PersonRow {
    const seal = (column: string, plain?: string) =>
      plain === undefined ? null : this.sealer.seal(plain, binding(column, personId));
    return {
      person_id: personId,
      id_number_index: this.indexOf(person),
      name: person.name,
      id_type: person.idType,
      id_number: seal('id_number', person.idNumber)!,
      sex: person.sex,
      birth_date: person.birthDate,
      phone: seal('phone', person.phone),
      ethnicity: person.ethnicity ?? null,
      hukou_region: person.hukouRegion ?? null,
      guardian: seal('guardian', person.guardian && JSON.stringify(person.guardian)),
    };
  }

  identityOf(row: IdentityRow): Identity {
    return {
      name: row.name,
      idType: row.id_type,
      idNumber: this.sealer.open(row.id_number, binding('id_number', row.person_id)),
      sex: row.sex,
      birthDate: row.birth_date,
    };
  }

  maskedIdNumber(row: Pick<IdentityRow, 'person_id' | 'id_number'>): string {
    return maskIdNumber(this.sealer.open(row.id_number, binding('id_number', row.person_id)));
  }
}
