import { day } from '#contracts';
import { parseUscc } from '#national-codes';
import { clearText } from '#security';
import { z } from 'zod';
import type { PlacementTerms } from '../domain/placement.js';
import { PLACEMENT_KINDS } from '../domain/placement-states.js';

/** 统一社会信用代码, stored in upper case. */
const uscc = z.string().transform((text, context) => {
  const parsed = parseUscc(text);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: 'custom', message: parsed.message, params: { code: parsed.code } });
  return z.NEVER;
});

/** Letters and digits, as insurers number their policies. */
export const policyNo = z.string().regex(/^[\p{L}\d〔〕()（）/_-]{4,60}$/u);

/** What a placement is agreed by, as a request states it. */
export const placementFields = {
  kind: z.enum(PLACEMENT_KINDS).meta({ description: '岗位实习, 认识实习' }),
  employerUscc: uscc.meta({ description: '实习单位统一社会信用代码', example: '12500000450400000C' }),
  employerName: clearText(100).meta({ description: '实习单位', example: '样例机械有限公司' }),
  fromOn: day.meta({ description: '实习首日', example: '2027-03-01' }),
  toOn: day.meta({ description: '实习末日', example: '2027-08-31' }),
  insurancePolicyNo: policyNo.meta({ description: '实习责任保险保单号', example: 'PZAA202650010000000001' }),
  agreementNo: clearText(100).meta({ description: '三方协议编号', example: '实习协议〔2027〕8号' }),
  studentConsent: z.boolean().meta({ description: '学生本人同意', example: true }),
  guardianConsent: z.boolean().meta({ description: '监护人知情同意, of who is under 18', example: true }),
  supervisingTeacher: clearText(50).meta({ description: '校方指导教师', example: '赵样例' }),
};
export type StatedPlacement = z.output<z.ZodObject<typeof placementFields>>;

/** As the rules take it, without what else a request holds, such as the ids of a batch. */
export const termsOf = (stated: StatedPlacement): PlacementTerms => ({
  kind: stated.kind,
  employer: { uscc: stated.employerUscc, name: stated.employerName },
  fromOn: stated.fromOn,
  toOn: stated.toOn,
  insurancePolicyNo: stated.insurancePolicyNo,
  agreementNo: stated.agreementNo,
  studentConsent: stated.studentConsent,
  guardianConsent: stated.guardianConsent,
  supervisingTeacher: stated.supervisingTeacher,
});

/** A placement as it stands, with what a request states otherwise. */
export const changedTerms = (known: PlacementTerms, stated: Partial<StatedPlacement>): PlacementTerms =>
  termsOf({ ...known, employerUscc: known.employer.uscc, employerName: known.employer.name, ...stated });
