import {
  accept,
  type Asked,
  type Decision,
  refuse,
  type RefusalWords,
  withContributor,
} from '#aggregates/rules';
import { decisionRefusals } from './registration.js';
import { holderOf, type Registration, type Submitted } from './registration-states.js';

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
export type Identified = Pick<Submitted, 'personId' | 'statedIdentity' | 'formerPersonsSealed'>;

/** Only of who waits for the decision. */
export const correctable = (registration: Registration): Decision<Submitted, 'not-submitted'> =>
  registration.state === 'SUBMITTED' ? accept(registration) : refuse('not-submitted');

/**
 * 更正身份信息, before the approval. Who corrects it has had a hand in it, and does not decide on it. The stage of study before
 * this one is that of the person, and stays with them.
 * @param identified undefined where another registration fixes who the document is of, and says otherwise
 */
export function correctIdentity(
  registration: Submitted,
  identified: Identified | undefined,
  { subject }: Pick<Asked, 'subject'>,
): Decision<Submitted, 'identity-fixed-by-another'> {
  if (!identified) return refuse('identity-fixed-by-another');
  const { previousRegistrationId } = registration;
  return accept({
    ...registration,
    ...identified,
    holderId: undefined,
    identityMismatch: false,
    previousRegistrationId:
      identified.personId === holderOf(registration) ? previousRegistrationId : undefined,
    contributors: withContributor(registration.contributors, subject),
  });
}
