import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { guardian, type Identity, person as personData, type Person } from '#contracts';
import type { Transaction } from '#database';
import { documentKey, maskIdNumber, nameKeys } from '#national-codes';
import { type DataKey, DESTROYED, type NewDataKey, sealedKeyOf, Sealer } from '#security';
import {
  contactSubject,
  type IdentityRow,
  identitySubject,
  type PersonRow,
  type SealedPersonRow,
} from './person-row.js';

const binding = (column: string, personId: string) => `persons:${column}:${personId}`;

/** What is masked or not shown at all otherwise. */
export const FullIdentity = personData.pick({ name: true, idType: true, idNumber: true, phone: true, guardian: true }); // prettier-ignore
export type FullIdentity = z.infer<typeof FullIdentity>;

/** Seals what must not be read from the disk, and opens it again for who may know it. */
@Injectable()
export class PersonVault {
  constructor(readonly sealer: Sealer) {}

  /** What a person is found by: equal for equal documents, and tells nothing of them. */
  indexOf(document: Pick<Person, 'idType' | 'issuingState' | 'idNumber'>): string {
    return this.sealer.blindIndex(documentKey(document));
  }

  /** What tells that two are said to be the same, by document, name, sex and birth date; of a row, or as it was typed. */
  statedIndex({ index, name, sex, birthDate }: Stated): string {
    return this.sealer.blindIndex(`identity:${JSON.stringify([index, name, sex, birthDate])}`);
  }

  /** Tells equal phones. */
  phoneIndex(phone: string): string {
    return this.sealer.blindIndex(`phone:${phone}`);
  }

  /** A new person with the keys that seal them; without anything of a contact there is no key of it. */
  sealed(personId: string, person: Person): { row: PersonRow; keys: NewDataKey['row'][] } {
    const identity = this.sealer.newDataKey(identitySubject(personId));
    const hasContact = person.phone !== undefined || person.guardian !== undefined;
    const contact = hasContact ? this.sealer.newDataKey(contactSubject(personId)) : undefined;
    const seal = (column: string, plain?: string) =>
      plain === undefined ? null : contact!.key.seal(plain, binding(column, personId));
    const row = {
      person_id: personId,
      id_number_index: this.indexOf(person),
      name: person.name,
      ...nameKeys(person.name),
      id_type: person.idType,
      issuing_state: person.issuingState ?? null,
      id_number: identity.key.seal(person.idNumber, binding('id_number', personId)),
      sex: person.sex,
      birth_date: person.birthDate,
      phone: seal('phone', person.phone),
      phone_index: person.phone === undefined ? null : this.phoneIndex(person.phone),
      ethnicity: person.ethnicity ?? null,
      hukou_region: person.hukouRegion ?? null,
      guardian: seal('guardian', person.guardian && JSON.stringify(person.guardian)),
    };
    return { row, keys: [identity, ...(contact ? [contact] : [])].map((each) => each.row) };
  }

  /** Another number of a person, in the place of the one in `persons`. @throws SealBroken where the person was erased */
  async resealedNumber(tx: Transaction, personId: string, idNumber: string): Promise<string> {
    return (await this.identityKey(tx, personId)).seal(idNumber, binding('id_number', personId));
  }

  /** The number of a row of `person_documents`. @throws SealBroken where the person was erased */
  async sealedDocument(
    tx: Transaction,
    personId: string,
    documentId: string,
    idNumber: string,
  ): Promise<string> {
    return (await this.identityKey(tx, personId)).seal(idNumber, `person_documents:id_number:${documentId}`);
  }

  /** The number of a person, sealed for a row of `person_documents`. @throws Error for who was erased */
  documentOf(row: IdentityRow, documentId: string): string {
    const key = this.sealer.dataKey(identitySubject(row.person_id), row.identity_key);
    return key.seal(this.identityOf(row).idNumber, `person_documents:id_number:${documentId}`);
  }

  /** @throws Error for who was erased: nothing may be told of them any more, and no rule lets it come to that */
  identityOf(row: IdentityRow): Identity {
    const idNumber = this.idNumberOf(row);
    if (idNumber === undefined || row.sex === null || row.birth_date === null)
      throw new Error('The person was erased.');
    return { name: row.name, idType: row.id_type, idNumber, sex: row.sex, birthDate: row.birth_date };
  }

  /** Undefined for who was erased as a whole; without phone and guardian for who has lost their contact. */
  fullIdentityOf(row: SealedPersonRow): FullIdentity | undefined {
    const { person_id: personId, contact_key: contactKey, phone, guardian: ofMinor } = row;
    const idNumber = this.idNumberOf(row);
    if (idNumber === undefined) return undefined;
    const open = (column: string, sealed: string | null) =>
      contactKey === DESTROYED || sealed === null
        ? undefined
        : this.sealer.dataKey(contactSubject(personId), contactKey).open(sealed, binding(column, personId));
    const opened = open('guardian', ofMinor);
    return {
      name: row.name,
      idType: row.id_type,
      idNumber,
      phone: open('phone', phone),
      guardian: opened === undefined ? undefined : guardian.parse(JSON.parse(opened)),
    };
  }

  /** Undefined where it was erased. */
  maskedIdNumber(row: SealedNumber): string | undefined {
    const idNumber = this.idNumberOf(row);
    return idNumber === undefined ? undefined : maskIdNumber(idNumber);
  }

  private async identityKey(tx: Transaction, personId: string): Promise<DataKey> {
    const subject = identitySubject(personId);
    const [row] = await tx.query<{ key: string | null }>(`select ${sealedKeyOf('$1')} as key`, [subject]);
    return this.sealer.dataKey(subject, row!.key);
  }

  private idNumberOf({ person_id, id_number, identity_key }: SealedNumber): string | undefined {
    if (identity_key === DESTROYED || id_number === null) return undefined;
    const key = this.sealer.dataKey(identitySubject(person_id), identity_key);
    return key.open(id_number, binding('id_number', person_id));
  }
}

/** @property index of the document, see {@link PersonVault.indexOf} */
type Stated = Pick<Person, 'name' | 'sex' | 'birthDate'> & { readonly index: string };
type SealedNumber = Pick<IdentityRow, 'person_id' | 'id_number' | 'identity_key'>;
