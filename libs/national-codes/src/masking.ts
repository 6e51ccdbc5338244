const stars = (count: number): string => '*'.repeat(Math.max(count, 0));

/** '510202199001011234' → '5102**********1234'. A shorter number shows its ends only, a very short one nothing. */
export function maskIdNumber(idNumber: string): string {
  const shown = idNumber.length >= 15 ? 4 : idNumber.length >= 6 ? 1 : 0;
  const end = idNumber.length - shown;
  return idNumber.slice(0, shown) + stars(end - shown) + idNumber.slice(end);
}

/** '王小明' → '王**', by code points; a name of one character shows nothing. */
export function maskName(name: string): string {
  const [first = '', ...rest] = name;
  return rest.length === 0 ? stars(first === '' ? 0 : 1) : first + stars(rest.length);
}

/** '13812345678' → '138****5678'. */
export function maskPhone(phone: string): string {
  return phone.length < 7
    ? stars(phone.length)
    : phone.slice(0, 3) + stars(phone.length - 7) + phone.slice(-4);
}

/** Stands where the name of a person was who was erased. */
export const ERASED_NAME = '已删除';
