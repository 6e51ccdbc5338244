import { z } from 'zod';
import { command } from '#commands';
import { day, id } from '#contracts';
import { accountableReason } from '#security';
import { CORRECTION_REASONS } from '../domain/identity-change.js';
import { validity } from '../documents/state-validity.js';
import { TypedPerson } from '../persons/typed-person.js';
import { problems } from '../problems.js';
import { IdentityChangeView } from './identity-change-view.js';

const papers = {
  evidence: accountableReason.meta({
    description: '证明材料编号; kept in the clear, must name nobody',
    example: '户籍变更证明〔2026〕12号',
  }),
  effectiveOn: day.meta({
    description: '生效日期 in the papers; not later than today',
    example: '2026-09-01',
  }),
  evidenceId: id.optional().meta({ description: '已上传的证明材料' }),
};
const answers = [201, IdentityChangeView] as const;

/** 申请更正身份信息, of who has been registered. */
export const requestCorrection = command({
  name: 'request-identity-correction',
  path: ':personId/identity-corrections',
  roles: ['school-registrar', 'city-officer'],
  sentence: { zh: '申请了更正身份信息', en: 'asked for a correction of the identity' },
  body: z.strictObject({
    identity: TypedPerson.describe('The whole identity as it is by the papers, also what stays'),
    ...validity,
    idValidFrom: validity.idValidFrom.optional(),
    reasonCode: z.enum(CORRECTION_REASONS).meta({ description: '依法变更, 录入有误' }),
    refersTo: id.optional().describe('An earlier correction that was made wrongly'),
    ...papers,
  }),
  answers,
  refuses: [
    problems,
    'not-found',
    'person-erased',
    'evidence-not-found',
    'person-is-merged',
    'identity-change-is-open',
    'identity-change-in-the-future',
    'identity-not-approved-yet',
    'identity-unchanged',
    'document-days-disordered',
    'number-of-another-person',
    'no-such-identity-change',
  ],
});

/** 申请合并: two persons turn out to be one. */
export const requestMerge = command({
  name: 'request-person-merge',
  path: 'merge',
  roles: ['city-officer'],
  sentence: { zh: '申请了人员合并', en: 'asked to merge persons' },
  body: z.strictObject({
    personId: id.describe('Who stays'),
    mergedPersonId: id.describe('Who becomes an alias'),
    ...papers,
  }),
  answers,
  refuses: [
    problems,
    'not-found',
    'person-erased',
    'evidence-not-found',
    'person-is-merged',
    'same-person',
    'identity-mismatch',
    'death-on-record',
    'two-live-registrations',
    'identity-change-is-open',
    'identity-change-in-the-future',
  ],
});

/** 申请拆分: registrations of one person turn out to be of two. */
export const requestSplit = command({
  name: 'request-person-split',
  path: ':personId/split',
  roles: ['city-officer'],
  sentence: { zh: '申请了人员拆分', en: 'asked to split a person' },
  body: z.strictObject({
    registrationIds: z.array(id).min(1).max(50).describe('What goes to the new person'),
    identity: TypedPerson.describe('Who the new person is'),
    ...papers,
  }),
  answers,
  refuses: [
    problems,
    'not-found',
    'person-erased',
    'evidence-not-found',
    'person-is-merged',
    'death-on-record',
    'split-not-possible',
    'number-of-another-person',
    'identity-change-is-open',
    'identity-change-in-the-future',
  ],
});

/** 申请撤销合并、拆分. */
export const requestUndo = command({
  name: 'request-undo-of-identity-change',
  path: ':changeId/undo',
  roles: ['city-officer'],
  sentence: { zh: '申请了撤销合并或拆分', en: 'asked to undo a merge or split' },
  body: z.strictObject({ evidence: papers.evidence, evidenceId: papers.evidenceId }),
  answers,
  refuses: [
    problems,
    'not-found',
    'person-erased',
    'evidence-not-found',
    'no-such-identity-change',
    'not-undoable',
    'death-on-record',
    'two-live-registrations',
    'identity-change-is-open',
  ],
});
