import { batchTransition, fact, type Following } from '#aggregates';
import { AdmissionReleased, day } from '#contracts';
import type { Transaction } from '#database';
import { accountableReason } from '#security';
import { z } from 'zod';
import { inSeason } from '../calendar/calendars.js';
import type { Application, Closed, Returned } from '../domain/application.js';
import {
  cancel,
  decline,
  handIn,
  handInRefusals,
  permitRefusals,
  permitSecond,
  reconsider,
  reconsiderationRefusals,
  reject,
  REJECTION_CODES,
  review,
  withdraw,
} from '../domain/application-moves.js';
import { wrongState } from '../domain/refusals.js';
import { moveSeats } from '../plans/plan-lines.js';
import { applications, takenPlaces } from './applications.js';
import { releasePersons } from './live-admissions.js';

type Seated = Application & { readonly planLineId: string };
const hadSeat = (each: Application): each is Seated => 'planLineId' in each && each.planLineId !== undefined;

/** Seat and person are free in the transaction that ends the application; of who never had a seat, there is nothing to free. */
export async function release(
  tx: Transaction,
  closed: readonly Application[],
  taken: Pick<Following, 'save' | 'causeOf'>,
): Promise<void> {
  const seated = closed.filter(hadSeat);
  if (seated.length === 0) return;
  await moveSeats(tx, seated, { reserved: -1, used: 0 }, taken);
  await releasePersons(tx, seated.map(({ applicationId }) => applicationId)); // prettier-ignore
}

/** 录取释放, of who was admitted; an offer that was let go never was one. */
export const admissionReleased = fact(AdmissionReleased, (each: Closed | Returned) =>
  each.planLineId === undefined || each.admittedAt === undefined
    ? undefined
    : {
        ...each,
        planLineId: each.planLineId,
        releasedAs: each.state,
        reasonCode: 'closingCode' in each ? each.closingCode : undefined,
      },
);

const admissions = { roles: ['school-admissions'] } as const;
const officers = { roles: ['school-admissions', 'school-principal'] } as const;
const reason = accountableReason.meta({ example: '本人申请' });

/** 提交草稿 */
export const handInApplications = batchTransition(applications, {
  ...admissions,
  name: 'hand-in-applications',
  path: 'batch-hand-in',
  sentence: { zh: '提交了报名', en: 'handed the application in' },
  input: {},
  refuses: handInRefusals,
  context: inSeason,
  decide: (each, _input, { windowsFor, ...asked }) => handIn(each, { ...asked, windows: windowsFor(each) }),
});

/** 审核 */
export const reviewApplications = batchTransition(applications, {
  ...officers,
  name: 'review-applications',
  path: 'batch-review',
  sentence: { zh: '开始审核报名', en: 'began the review of the application' },
  input: {},
  refuses: wrongState,
  decide: (each, _input, asked) => review(each, asked),
});

/** 撤回报名 */
export const withdrawApplications = batchTransition(applications, {
  ...admissions,
  name: 'withdraw-applications',
  path: 'batch-withdraw',
  sentence: { zh: '撤回了报名', en: 'withdrew the application' },
  input: { reason },
  refuses: wrongState,
  decide: (each, _input, asked) => withdraw(each, asked),
});

/** 不予录取 */
export const rejectApplications = batchTransition(applications, {
  ...officers,
  name: 'reject-applications',
  path: 'batch-reject',
  sentence: { zh: '不予录取', en: 'rejected the application' },
  input: {
    closingCode: z
      .enum(REJECTION_CODES)
      .meta({ example: 'DOCUMENTS', description: '不符合条件, 材料不全, 考核未通过, 名额已满, 其他' }),
    reason: accountableReason.meta({ example: '材料不全' }),
  },
  refuses: wrongState,
  decide: reject,
});

/** 放弃录取 */
export const declineAdmissions = batchTransition(applications, {
  ...admissions,
  name: 'decline-admissions',
  path: 'batch-decline',
  sentence: { zh: '登记了考生放弃录取', en: 'noted that the applicant declined the seat' },
  input: { reason },
  refuses: wrongState,
  decide: (each, _input, asked) => decline(each, asked),
  saved: release,
  publishes: admissionReleased,
});

/** 取消录取或报名 */
export const cancelApplications = batchTransition(applications, {
  name: 'cancel-applications',
  path: 'batch-cancel',
  roles: ['city-officer'],
  sentence: { zh: '取消了报名', en: 'cancelled the application' },
  input: { reason: accountableReason.meta({ example: '弄虚作假' }) },
  refuses: wrongState,
  decide: (each, _input, asked) => cancel(each, asked),
  saved: release,
  publishes: admissionReleased,
});

/** 恢复报名 */
export const reconsiderApplications = batchTransition(applications, {
  name: 'reconsider-applications',
  path: 'batch-reconsider',
  roles: ['school-admissions', 'city-officer'],
  sentence: { zh: '恢复了报名', en: 'took the application up again' },
  input: { reason: accountableReason.meta({ example: '补齐材料' }) },
  refuses: reconsiderationRefusals,
  context: async (tx, states, { actor }) => ({
    byCity: actor?.role === 'city-officer',
    isTaken: await takenPlaces(tx, states),
  }),
  decide: (each, _input, asked) => reconsider(each, asked),
});

/** 双录取许可, and its end */
export const permitSecondAdmissions = batchTransition(applications, {
  name: 'permit-second-admissions',
  path: 'batch-permit-second',
  roles: ['city-officer'],
  sentence: { zh: '许可或收回了第二个录取', en: 'permitted a second admission, or took the permit back' },
  input: {
    until: day
      .optional()
      .describe(
        'Last day on which the person may be admitted beside another admission; absent: not any more',
      ),
    reason: accountableReason.meta({ example: '在职人员非全日制学习' }),
  },
  refuses: permitRefusals,
  decide: permitSecond,
});
