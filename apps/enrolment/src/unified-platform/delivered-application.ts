import { z } from 'zod';
import { LEVELS, PlanScope, schoolCode, StudyMode } from '#contracts';
import { invalidRequest } from '#runtime';
import { NewApplication } from '../applications/new-application.js';
import { majorCode } from '../catalogue/catalogue.js';
import { platformNumber } from '../domain/delivery.js';

/** 平台报送的报名: the place by codes that are known outside, and the person and the study as at the counter of a school. */
export const DeliveredApplication = NewApplication.omit({ offeringId: true, channel: true, partnerId: true })
  .extend({
    platformNumber,
    schoolCode,
    majorCode,
    level: z.enum(LEVELS),
    studyMode: StudyMode,
    scope: PlanScope.default('IN_CITY'),
  })
  .meta({ id: 'DeliveredApplication' });
export type DeliveredApplication = z.infer<typeof DeliveredApplication>;

/** One that cannot be read: it is refused by its number, and holds up no other. */
const UnreadableApplication = z
  .looseObject({ platformNumber })
  .transform(({ platformNumber: number, ...given }) => ({
    platformNumber: number,
    problem: invalidRequest(
      DeliveredApplication.safeParse({ platformNumber: number, ...given }).error?.issues ?? [],
    ),
  }));

const WITHOUT_NUMBER =
  '每条报名须有平台编号 platformNumber：字母、数字和 . _ -，不超过 64 个，且不得使用证件号码';

export const Delivery = z.strictObject({
  applications: z
    .array(z.union([DeliveredApplication, UnreadableApplication], { error: WITHOUT_NUMBER }))
    .min(1)
    .max(1000)
    .describe('One with a fault is refused by its number, the others are taken'),
});
