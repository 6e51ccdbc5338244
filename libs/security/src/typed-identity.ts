import { z } from 'zod';
import { day, ID_TYPES, Sex } from '#contracts';
import { normaliseName, type Parsed, parseIdNumber, parseIssuingState } from '#national-codes';

/** A text that one of the parsers of #national-codes reads; its refusal becomes the error of the field. */
export const typed = (parse: (text: string) => Parsed<string>) =>
  z
    .string()
    .max(200)
    .transform((text, context) => {
      const parsed = parse(text);
      if (parsed.ok) return parsed.value;
      context.addIssue({ code: 'custom', message: parsed.message, params: { code: parsed.code } });
      return z.NEVER;
    });

/** Fields of who somebody is, as they are typed from a document. Sex and birth date may be left to the number that says them. */
export const typedIdentity = {
  name: typed(normaliseName),
  idType: z.enum(ID_TYPES),
  issuingState: typed(parseIssuingState).optional(),
  idNumber: z.string().max(40),
  sex: Sex.optional(),
  birthDate: day.optional(),
};
type TypedIdentity = z.output<z.ZodObject<typeof typedIdentity>>;

/** For the transform of a schema with {@link typedIdentity}: reads the number by its type, and what else it says. */
export function readDocument<Person extends TypedIdentity>(person: Person, context: z.RefinementCtx) {
  const parsed = parseIdNumber(person.idType, person.idNumber);
  if (!parsed.ok) {
    const { code, message } = parsed;
    context.addIssue({ code: 'custom', path: ['idNumber'], message, params: { code } });
    return z.NEVER;
  }
  const { idNumber, ...numberSays } = parsed.value;
  const sex = person.sex ?? numberSays.sex;
  const birthDate = person.birthDate ?? numberSays.birthDate;
  if (sex && birthDate) return { ...person, idNumber, sex, birthDate, numberSays };
  const path = [sex ? 'birthDate' : 'sex'];
  context.addIssue({
    code: 'custom',
    path,
    message: '该证件须填写性别和出生日期',
    params: { code: 'required' },
  });
  return z.NEVER;
}
