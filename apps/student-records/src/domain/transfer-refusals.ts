import {
  type CodeOf,
  otherAuthorityRefusal,
  ownContributionRefusals,
  type RefusalWords,
} from '#aggregates/rules';
import { classRefusals } from './class.js';
import { placingRefusals } from './class-membership.js';
import { transferRefusals } from './transfer-guards.js';
import { receivingRefusals } from './transfer-receiving.js';

export const transferStepRefusals = {
  'transfer-not-at-this-step': {
    status: 409,
    title: '该转学申请当前不在此办理环节',
    detail: 'The transfer does not wait for this step.',
    remedy: 'Read the transfer: its state says which step is next, or how it ended.',
  },
  'other-school-decides': {
    status: 403,
    title: '此环节由另一所院校办理',
    detail: 'The step belongs to the other school of the transfer.',
    remedy: 'Let the school that is named as the one of this step take it.',
  },
  'authority-of-neither-school': {
    status: 403,
    title: '转出、接收院校均不属本部门主管，或本部门已批准',
    detail: 'Neither of the schools whose authority has still to approve is supervised by this one.',
    remedy: 'Let the authority of the school approve that has not done so yet; the tier of the school says whose it is.',
  },
  'offering-does-not-fit': {
    status: 409,
    title: '接收专业点须为本校在招专业点，且学习形式、培养层次与原学籍一致',
    detail: 'The offering is not an active one of the receiving school in the study mode and at the level of the student.',
    remedy: 'Name another offering of the school; study mode and level do not change with a transfer.',
  },
  'filing-numbers-missing': {
    status: 409,
    title: '跨省市转学须填写本省市和对方省市备案号',
    detail: 'A transfer out of the city is filed with both provinces.',
    remedy: 'Give `filingNo` and `outsideFilingNo`.',
  },
  'transfer-accepted-already': {
    status: 409,
    title: '接收院校已同意接收，不能撤回',
    detail: 'The receiving school has accepted the student: the transfer cannot be cancelled any more.',
    remedy: 'An authority can still refuse it.',
  },
  'transfer-not-refused-here': {
    status: 403,
    title: '当前环节不由本单位办理，不能退回',
    detail: 'Whoever refuses a transfer is whose step it is.',
    remedy: 'Read the transfer: its state says whose step is next.',
  },
  'class-not-known': placingRefusals['class-not-known'],
  'class-closed': classRefusals['class-closed'],
  'class-does-not-fit': placingRefusals['class-does-not-fit'],
  ...receivingRefusals,
  ...otherAuthorityRefusal,
  ...ownContributionRefusals,
  ...transferRefusals,
} as const satisfies Record<string, RefusalWords>; // prettier-ignore
export type StepRefusal = CodeOf<typeof transferStepRefusals>;
