import { z } from 'zod';
import { IdType, Sex } from './codes.js';

/** Fields that several events share. */

/** A day as the law means it: `2026-06-30`, without a time zone. */
export const day = z.iso.date();
/** A moment in UTC: `2026-06-30T08:00:00.000Z`. */
export const moment = z.iso.datetime({ offset: true });
export const id = z.uuid();
export const schoolCode = z.string().min(1).max(20);

/** Who a person is. It travels sealed: never in the clear on Kafka's disks. */
export const identity = z.object({
  name: z.string().min(1),
  idType: IdType,
  idNumber: z.string().min(1),
  sex: Sex,
  birthDate: day,
});
export type Identity = z.infer<typeof identity>;

/** 监护人 */
export const guardian = z.object({ name: z.string(), relation: z.string(), phone: z.string() });

/** A person as the school met them at check-in. */
export const person = identity.extend({
  phone: z.string().optional(),
  ethnicity: z.string().optional(),
  hukouRegion: z.string().optional(),
  guardian: guardian.optional(),
});
export type Person = z.infer<typeof person>;

/** 用人单位 */
export const employer = z.object({ uscc: z.string(), name: z.string() });
