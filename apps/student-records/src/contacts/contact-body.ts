import { z } from 'zod';
import { ID_TYPES } from '#contracts';
import { normaliseName, parseIdNumber, parsePhone, parseRegion } from '#national-codes';
import { writtenText } from '#runtime';
import { accountableReason, typed } from '#security';

const Guardian = z
  .strictObject({
    name: typed(normaliseName).meta({ example: '买买提' }),
    relation: writtenText(20).meta({ description: '与学生关系', example: '父亲' }),
    phone: typed(parsePhone).meta({ example: '13900000001' }),
    idType: z.enum(ID_TYPES).default('RESIDENT_ID'),
    idNumber: z.string().max(40).optional(),
  })
  .transform(({ idType, idNumber: given, ...guardian }, context) => {
    if (given === undefined) return guardian;
    const parsed = parseIdNumber(idType, given);
    if (parsed.ok) {
      const { idNumber, birthDate } = parsed.value;
      return { ...guardian, idNumber, ...(birthDate && { birthDate }) };
    }
    const { code, message } = parsed;
    context.addIssue({ code: 'custom', path: ['idNumber'], message, params: { code } });
    return z.NEVER;
  });

/** 联系信息 as a whole: what is left out is taken off. */
export const ContactBody = z.strictObject({
  phone: typed(parsePhone).optional().meta({ example: '13900000000' }),
  address: writtenText(200).optional().meta({ description: '现居住地址', example: '渝中区样例路1号' }),
  hukouRegion: typed(parseRegion).optional().meta({ description: '户籍所在地', example: '500103' }),
  guardians: z.array(Guardian).max(4).describe('监护人, the first to be called first; required under 18'),
  reason: accountableReason.meta({ example: '学生更换手机号码' }),
});

const guardian = z.object({
  name: z.string(),
  relation: z.string(),
  phone: z.string(),
  idNumber: z.string().optional(),
  birthDate: z.string().optional(),
});
/** As it is kept and shown. */
export const Contact = z
  .object({
    phone: z.string().optional(),
    address: z.string().optional(),
    hukouRegion: z.string().optional(),
    guardians: z.array(guardian),
  })
  .meta({ id: 'StudentContact' });
export type Contact = z.infer<typeof Contact>;
