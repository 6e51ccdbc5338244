import {
  accept,
  type Asked,
  type CodeOf,
  type Decision,
  refuse,
  type RefusalWords,
  withContributor,
} from '#aggregates/rules';
import { decisionRefusals, type Registration, type Submitted } from './registration.js';

export const identityCorrectionRefusals = {
  'not-submitted': decisionRefusals['not-submitted'],
  'identity-fixed-by-another': {
    status: 409,
    title: '该证件的身份信息由该人员的其他学籍登记，不能在本学籍中更正',
    detail: 'Another registration of the document fixes its name, sex and birth date.',
    remedy:
      'Compare the papers. Where the number is another one, correct the number; where the name on record is wrong, the school of the other registration corrects it before it is approved.',
  },
} as const satisfies Record<string, RefusalWords>;

/** Who a registration is of by its corrected identity. */
export type Identified = Pick<
  Submitted,
  'personId' | 'identityMismatch' | 'statedIdentity' | 'formerPersonsSealed'
>;

/** Whether the identity may be corrected: of who waits for the decision, and where no other registration has fixed it. */
export function correctable(
  registration: Registration,
  { fixedByAnother }: { readonly fixedByAnother: boolean },
): Decision<Submitted, CodeOf<typeof identityCorrectionRefusals>> {
  if (registration.state !== 'SUBMITTED') return refuse('not-submitted');
  return fixedByAnother ? refuse('identity-fixed-by-another') : accept(registration);
}

/** 更正身份信息, before the approval. Who corrects it has had a hand in it, and does not decide on it. */
export const correctIdentity = (
  registration: Submitted,
  identified: Identified,
  { subject }: Pick<Asked, 'subject'>,
): Submitted => ({
  ...registration,
  ...identified,
  contributors: withContributor(registration.contributors, subject),
});
