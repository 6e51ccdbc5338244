import type { ErasureExtent } from '#contracts';
import { COUNTED_STATES } from '../classes/class-view.js';
import { ofDay, TODAY_IN_CHINA } from '../classes/classes.js';
import { joinDocument } from '../documents/keep-validities.js';
import { HOLDER, IDENTITY_COLUMNS, type IdentityRow, type Verification } from '../persons/person-row.js';
import { FORMER_PERSONS_KEY, type StatedRow } from './former-persons.js';
import { registrations } from './registrations.js';

/** What {@link showing} reads. */
export type ShownRegistrationRow = IdentityRow &
  StatedRow &
  Record<string, unknown> & {
    verification: Verification;
    identity_mismatch: boolean;
    /** the person whom it is of */
    holder: string;
    erased: ErasureExtent | null;
    erased_at: Date | null;
    id_valid_from: string | null;
    id_valid_to: string | null;
    former_names: string[];
    class_id: string | null;
    class_code: string | null;
    class_name: string | null;
    credits_earned: number | null;
    certificate_no: string | null;
    certificate_status: 'VALID' | 'REVOKED' | null;
  };

const STUDENT_NO_ORDER = `case when registrations.student_no is null then '' else registrations.student_no end`;
const NAME_ORDER = `case when persons.name_pinyin is null then '' else persons.name_pinyin end`;

/** Registrations with all that they are filtered and sorted by; put `where` behind it. What they show is read by {@link showing}. */
export const SELECT_REGISTRATIONS = `
  select registrations.*, persons.person_id as holder, persons.name, persons.name_pinyin, persons.name_initials, persons.sex,
    persons.hukou_region, schools.authority_code, ${STUDENT_NO_ORDER} as student_no_order, ${NAME_ORDER} as name_order
  from registrations
  join persons on persons.person_id = ${HOLDER}
  left join schools using (school_code)`;

/**
 * Reads what the registrations of `listed` show, by their ids. A valid certificate goes before a revoked one.
 * @param more further columns
 */
export const showing = (more = ''): string => `
  select listed.*, ${registrations.selected}, ${IDENTITY_COLUMNS}, persons.verification, persons.person_id as holder,
    ${FORMER_PERSONS_KEY}, document.valid_from as id_valid_from, document.valid_to as id_valid_to,
    array(select former.name from person_names former where former.person_id = persons.person_id order by former.valid_to) as former_names,
    class_id, class_code, class_name, erasures.extent as erased, erasures.erased_at,
    certificate.certificate_no, certificate.status as certificate_status,
    (select sum(credits) from credit_entries where credit_entries.registration_id = listed.registration_id) as credits_earned${more}
  from listed
  join registrations on registrations.registration_id = listed.registration_id
  join persons on persons.person_id = ${HOLDER}
  left ${joinDocument('persons.person_id', 'persons.id_number_index')}
  left join erasures on erasures.person_id = persons.person_id
  left join lateral (
    select class_id, classes.code as class_code, classes.name as class_name
    from class_memberships membership join classes using (class_id)
    where membership.registration_id = listed.registration_id and ${ofDay('membership', TODAY_IN_CHINA)}
      and registrations.state in (${COUNTED_STATES.map((each) => `'${each}'`).join(', ')})
  ) class on true
  left join lateral (
    select certificate_no, status from registration_certificates
    where registration_certificates.registration_id = listed.registration_id
    order by status = 'VALID' desc, certificate_no desc limit 1
  ) certificate on true`;

/** Reads those that a condition on registrations and persons leaves with what they show; put `order by listed.registration_id` behind it. */
export const shownRegistrations = (where: string): string =>
  `with listed as (select registration_id from (${SELECT_REGISTRATIONS} where ${where}) found) ${showing()}`;
