import { z } from 'zod';
import { accept, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { moment } from '#contracts';
import type { Application } from './application.js';
import { FIELDS, type Warning, WARNING_CODES, type WarningCode } from './field-rules.js';

/** A warning as it is kept with its application, until and after somebody has answered for it. */
export const KeptWarning = z.object({
  code: z.enum(WARNING_CODES),
  field: z.enum(FIELDS),
  acknowledgedBy: z.string().optional(),
  acknowledgedAt: moment.optional(),
  acknowledgement: z.string().optional(),
});
export type KeptWarning = z.infer<typeof KeptWarning>;

/** Each once. */
export const keptWarnings = (warnings: readonly Pick<Warning, 'code' | 'field'>[]): KeptWarning[] => [
  ...new Map(warnings.map(({ code, field }) => [`${code} ${field}`, { code, field }])).values(),
];

export const isOpen = ({ acknowledgedAt }: KeptWarning): boolean => acknowledgedAt === undefined;

export const acknowledgementRefusals = {
  'no-such-warning': {
    status: 409,
    title: '该报名没有待确认的此类提示',
    detail: 'The application has no open warning of these codes.',
    remedy: 'Read the application: its warnings were acknowledged already, or are others.',
  },
} as const satisfies Record<string, RefusalWords>;

/** 确认提示: somebody has looked at what a rule warns of, and answers for it by name. */
export function acknowledge(
  application: Application,
  { codes, reason: acknowledgement }: { readonly codes: readonly WarningCode[]; readonly reason: string },
  { subject: acknowledgedBy, at: acknowledgedAt }: { readonly subject: string; readonly at: string },
): Decision<Application, CodeOf<typeof acknowledgementRefusals>> {
  const isMeant = (each: KeptWarning) => isOpen(each) && codes.includes(each.code);
  if (!application.warnings.some(isMeant)) return refuse('no-such-warning');
  const warnings = application.warnings.map((each) =>
    isMeant(each) ? { ...each, acknowledgedBy, acknowledgedAt, acknowledgement } : each,
  );
  return accept({ ...application, warnings });
}
