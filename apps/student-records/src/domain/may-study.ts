import type { CodeOf, RefusalWords } from '#aggregates/rules';
import { isLive, type Registration } from './registration-states.js';

export const identityRefusals = {
  'identity-mismatch': {
    status: 409,
    title: '该证件号码已登记为其他姓名、性别或出生日期，须先核实身份',
    detail: 'The ID number is known under another name, sex or birth date; settle the identity first.',
    remedy:
      'Compare both persons with their papers, and let the school of the one that is wrong correct its identity, or reject it. Where the wrong one has left the number already, the school of the right one corrects its own to what the papers say, even where it says so already. Where a name that was approved is the wrong one, the city decides.',
  },
} as const satisfies Record<string, RefusalWords>;

/** What keeps a person from becoming a student, or one again, by whichever way. */
export const studyRefusals = {
  ...identityRefusals,
  'person-is-deceased': {
    status: 409,
    title: '该人员已登记死亡，不能注册或恢复学籍',
    detail: 'The death of the person is on record.',
    remedy:
      'Reject the registration, or leave the record as it ended. Where the death was recorded in error, reverse it first.',
  },
  'person-has-live-registration': {
    status: 409,
    title: '该人员已有在籍学籍，不能重复注册或恢复',
    detail: 'The person has another live registration in the city.',
    remedy: 'Find out which registration is right; reject the other one, or end it first.',
  },
} as const satisfies Record<string, RefusalWords>;
export type Hindrance = CodeOf<typeof studyRefusals>;

/** A person, with all their records, at whichever school. */
export interface Standing {
  /** Two people came with the person's ID number: until that is settled, neither is registered nor graduates. */
  readonly disputed: boolean;
  readonly records: readonly StandingRecord[];
}
export interface StandingRecord extends Pick<Registration, 'registrationId' | 'state'> {
  readonly deceasedOn?: string | undefined;
}

/**
 * What keeps a record from becoming that of a student, or again: nothing where it is one. A death on a record is undone by its reversal, and keeps the
 * other ones back.
 * @param registrationId may be of a record that is not there yet
 */
export function whyNotStudying(
  { disputed, records }: Standing,
  registrationId?: string,
): Hindrance | undefined {
  const own = records.find((each) => each.registrationId === registrationId);
  if (own && isStudying(own)) return undefined;
  if (disputed) return 'identity-mismatch';
  const diedElsewhere = own?.state !== 'DECEASED' && records.some(({ state }) => state === 'DECEASED');
  if (diedElsewhere || records.some(({ deceasedOn }) => deceasedOn !== undefined))
    return 'person-is-deceased';
  return records.some(isStudying) ? 'person-has-live-registration' : undefined;
}

const isStudying = (record: StandingRecord) => isLive(record as Registration);
