import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { type DataKey, DESTROYED, insertDataKeys, sealedKeyOf, Sealer } from '#security';
import { contactSubject, SEALED_COLUMNS, type SealedPersonRow } from '../persons/person-row.js';
import { type FullIdentity, PersonVault } from '../persons/person-vault.js';
import { Contact } from './contact-body.js';

type ContactRow = SealedPersonRow & {
  birth_date: string;
  address: string | null;
  guardians: string | null;
  hukou_region: string | null;
};

/** A person whose contact is known, or may be entered. */
export interface KnownContact {
  readonly personId: string;
  readonly birthDate: string;
  readonly identity: FullIdentity;
  readonly contact: Contact;
  /** undefined where nothing was ever sealed by it */
  readonly key: DataKey | undefined;
}

const binding = (column: string, personId: string) => `persons:${column}:${personId}`;
const formerBinding = (changeId: string) => `contact_changes:former:${changeId}`;

/** The contact of persons, sealed by the key that an erasure destroys first. */
@Injectable()
export class ContactVault {
  constructor(
    private readonly sealer: Sealer,
    private readonly persons: PersonVault,
  ) {}

  /** Undefined where the person, or their contact, was erased. @param locking such as `for no key update` */
  async read(tx: Transaction, personId: string, locking = ''): Promise<KnownContact | undefined> {
    const [row] = await tx.query<ContactRow>(
      `select person_id, ${SEALED_COLUMNS}, address, guardians, hukou_region from persons where person_id = $1 ${locking}`,
      [personId],
    );
    const identity = row && this.persons.fullIdentityOf(row);
    if (!identity || row.contact_key === DESTROYED) return undefined;
    const key = row.contact_key === null ? undefined : this.sealer.dataKey(contactSubject(personId), row.contact_key); // prettier-ignore
    const open = (column: 'address' | 'guardians') => {
      const sealed = row[column];
      return sealed === null ? undefined : key!.open(sealed, binding(column, personId));
    };
    const guardians = open('guardians');
    const contact = Contact.parse({
      phone: identity.phone,
      address: open('address'),
      hukouRegion: row.hukou_region ?? undefined,
      guardians: guardians ? JSON.parse(guardians) : identity.guardian ? [identity.guardian] : [],
    });
    return { personId, birthDate: row.birth_date, identity, contact, key };
  }

  /** Puts another contact in its place. @returns the one before, sealed for the history under `changeId` */
  async replace(
    tx: Transaction,
    { personId, contact: former, key: known }: KnownContact,
    { phone, address, hukouRegion, guardians }: Contact,
    changeId: string,
  ): Promise<string> {
    const key = known ?? (await this.newKey(tx, personId));
    const seal = (column: string, plain: string | undefined) =>
      plain === undefined ? null : key.seal(plain, binding(column, personId));
    const [first] = guardians;
    const ofCheckIn = first && { name: first.name, relation: first.relation, phone: first.phone };
    await tx.query(
      `update persons set phone = $2, phone_index = $3, address = $4, hukou_region = $5, guardian = $6, guardians = $7
       where person_id = $1`,
      [
        personId,
        seal('phone', phone),
        phone === undefined ? null : this.persons.phoneIndex(phone),
        seal('address', address),
        hukouRegion ?? null,
        seal('guardian', ofCheckIn && JSON.stringify(ofCheckIn)),
        seal('guardians', first && JSON.stringify(guardians)),
      ],
    );
    return key.seal(JSON.stringify(former), formerBinding(changeId));
  }

  /** What a change has replaced. */
  former({ key }: KnownContact, changeId: string, sealed: string): Contact {
    return Contact.parse(JSON.parse(key!.open(sealed, formerBinding(changeId))));
  }

  private async newKey(tx: Transaction, personId: string): Promise<DataKey> {
    const subject = contactSubject(personId);
    const { row } = this.sealer.newDataKey(subject);
    await tx.query(`${insertDataKeys('$1', 'select $2')} on conflict (subject) do nothing`, [
      JSON.stringify([row]),
      subject,
    ]);
    const [stored] = await tx.query<{ key: string | null }>(`select ${sealedKeyOf('$1')} as key`, [subject]);
    return this.sealer.dataKey(subject, stored!.key);
  }
}
