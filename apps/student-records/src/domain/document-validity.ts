import type { CodeOf, RefusalWords } from '#aggregates/rules';
import { identityRefusals } from './may-study.js';
import type { Registration } from './registration-states.js';

/** 证件有效期, as it is printed; a document without an end is valid for good (长期). */
export interface Validity {
  readonly idValidFrom: string;
  readonly idValidTo?: string;
}

export const validityRefusals = {
  'identity-mismatch': identityRefusals['identity-mismatch'],
  'document-days-disordered': {
    status: 409,
    title: '证件有效期起不能晚于今日，有效期止不能早于有效期起',
    detail: 'A document is valid since today at the latest, and up to a day after that.',
    remedy: 'Compare the days with the document; leave the end out where it says 长期.',
  },
} as const satisfies Record<string, RefusalWords>;

/** Why a validity cannot be that of the document on record; one that is over by now can, and supervision finds it. */
export function whyNotValid(
  { identityMismatch }: Pick<Registration, 'identityMismatch'>,
  { idValidFrom, idValidTo = idValidFrom }: Validity,
  today: string,
): CodeOf<typeof validityRefusals> | undefined {
  if (identityMismatch) return 'identity-mismatch';
  return idValidFrom > today || idValidTo < idValidFrom ? 'document-days-disordered' : undefined;
}
