import { z } from 'zod';
import { readDocument, typedIdentity } from '#security';

/** Who somebody is, as it stands in the document; what is said of sex and birth date has to be what the number says. */
export const TypedPerson = z
  .strictObject(typedIdentity)
  .transform(readDocument)
  .superRefine(({ sex, birthDate, numberSays, idType, issuingState }, context) => {
    const issue = (path: string, code: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message, params: { code } });
    if ((numberSays.sex ?? sex) !== sex) issue('sex', 'sex-mismatch', '性别与证件号码不一致');
    if ((numberSays.birthDate ?? birthDate) !== birthDate)
      issue('birthDate', 'birth-date-mismatch', '出生日期与证件号码不一致');
    if ((idType === 'PASSPORT') !== (issuingState !== undefined))
      issue('issuingState', 'issuing-state-of-passports', '护照须填写签发国家/地区，其他证件不填');
  })
  .transform(({ numberSays: _numberSays, ...identity }) => identity);
