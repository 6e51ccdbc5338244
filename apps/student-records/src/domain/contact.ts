import { accept, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { isMinor } from './months.js';
import { isLive, type Registration } from './registration-states.js';

/** 监护人, as the school knows them. */
export interface KnownGuardian {
  readonly name: string;
  readonly relation: string;
  readonly phone: string;
  readonly idNumber?: string;
  /** what the number says, where it says so */
  readonly birthDate?: string;
}

/** 联系信息 of a student. */
export interface StudentContact {
  readonly phone?: string;
  readonly address?: string;
  readonly hukouRegion?: string;
  readonly guardians: readonly KnownGuardian[];
}

export const contactRefusals = {
  'contact-not-of-student': {
    status: 409,
    title: '该学籍不在籍，联系信息不再更改',
    detail: 'The registration is not live: its contact stays as it is.',
    remedy: 'Approve the registration first; of who has left, employment keeps a contact of its own.',
  },
  'guardian-required': {
    status: 409,
    title: '未满18周岁的学生须登记监护人',
    detail: 'A student under 18 has a guardian on record.',
    remedy: 'Name at least one guardian, with relation and phone.',
  },
  'guardian-not-possible': {
    status: 409,
    title: '监护人须为成年人，且不是学生本人',
    detail: 'A guardian is of age, and another person than the student.',
    remedy: 'Compare the ID number of the guardian with their document.',
  },
} as const satisfies Record<string, RefusalWords>;
export type ContactRefusal = CodeOf<typeof contactRefusals>;

export interface ContactContext {
  readonly birthDate: string;
  readonly idNumber: string;
  readonly today: string;
  readonly known: StudentContact;
}

/** Fields of a contact, as its history names them. */
export const CONTACT_FIELDS = ['phone', 'address', 'hukouRegion', 'guardians'] as const;
export type ContactField = (typeof CONTACT_FIELDS)[number];

/**
 * 更改联系信息 of who is on the rolls: which fields differ. A guardian is required under 18 [D]; from the birthday on nobody is asked
 * for one, and who was named stays until somebody takes them off.
 */
export function changeContact(
  registration: Registration,
  contact: StudentContact,
  { birthDate, idNumber, today, known }: ContactContext,
): Decision<readonly ContactField[], ContactRefusal> {
  if (!isLive(registration)) return refuse('contact-not-of-student');
  if (contact.guardians.length === 0 && isMinor(birthDate, today)) return refuse('guardian-required');
  const isNobody = (guardian: KnownGuardian) =>
    guardian.idNumber === idNumber ||
    (guardian.birthDate !== undefined && isMinor(guardian.birthDate, today));
  if (contact.guardians.some(isNobody)) return refuse('guardian-not-possible');
  return accept(
    CONTACT_FIELDS.filter((field) => JSON.stringify(contact[field]) !== JSON.stringify(known[field])),
  );
}
