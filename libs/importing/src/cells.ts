import { z } from 'zod';
import { accept, dayOfDigits, invisibleSign, refuse, type Parsed } from '#national-codes';
import { holdsLongNumber } from '#security';

/**
 * Reads one cell, already trimmed; `cell(field)` is the text of another cell of the row, where the reading
 * depends on it (证件号码 on 证件类型). The message of a refusal never repeats the text.
 */
export interface CellParser<T> {
  (own: string, cell: (field: string) => string): Parsed<T>;
  /** What the cell can be chosen from, for the list in the template. */
  readonly options?: readonly string[] | undefined;
  /** The cell that is read as this value, where it is not the value as text. */
  show?(value: T): string;
}

const missing = () => refuse('missing', '不能为空');

/** A column that may be left empty; an empty cell is `undefined`. */
export const optional = <T>(parser: CellParser<T>): CellParser<T | undefined> =>
  Object.assign(
    (own: string, cell: (field: string) => string) => (own === '' ? accept(undefined) : parser(own, cell)),
    { options: parser.options, show: (value: T | undefined) => shownBy(parser, value as T) },
  );

/** Text on one line of 1 to `longest` code points. */
export const text =
  (longest = 100): CellParser<string> =>
  (cell) => {
    if (cell === '') return missing();
    if (Array.from(cell).length > longest) return refuse('too-long', `不能超过 ${longest} 个字符`);
    if (/[\p{Cc}\p{Cs}\uFFFD]/u.test(cell)) return refuse('control-character', '含有无法识别的字符或换行');
    const invisible = invisibleSign(cell);
    return invisible
      ? refuse('control-character', `含有不可见的字符（${invisible}），请删除后重新填写`)
      : accept(cell);
  };

/** Text that is kept in the clear, and so may hold no number of a person: `clearText` of #security for a cell. */
export const clearText =
  (longest = 100): CellParser<string> =>
  (own, cell) => {
    const parsed = text(longest)(own, cell);
    if (!parsed.ok || !holdsLongNumber(parsed.value)) return parsed;
    return refuse('holds-a-number', '此项以明文保存，不能含有七位以上的号码');
  };

/**
 * One of a code list, as its code or as one of its labels: `choice({ FULL_TIME: '全日制', PART_TIME: '非全日制' })`
 * takes FULL_TIME, full_time and 全日制, and answers FULL_TIME.
 */
export function choice<Code extends string>(
  labels: Record<Code, string | readonly string[]>,
): CellParser<Code> {
  const codes = new Map<string, Code>();
  for (const [code, names] of Object.entries(labels) as [Code, string | string[]][])
    for (const name of [code, names].flat()) codes.set(name.toUpperCase(), code);
  const options = Object.values<string | readonly string[]>(labels).map((names) => [names].flat()[0]!);
  const parse = (cell: string) => {
    if (cell === '') return missing();
    const code = codes.get(cell.toUpperCase());
    return code === undefined ? refuse('unknown-value', `应为：${options.join('、')}`) : accept(code);
  };
  return Object.assign(parse, { options, show: (code: Code) => [labels[code] ?? code].flat()[0]! });
}

/** 是 or 否. */
export const yesOrNo = (): CellParser<boolean> => {
  const words = choice({ YES: '是', NO: '否' });
  return Object.assign(pick(words, (word) => word === 'YES'), { options: words.options, show: (yes: boolean) => (yes ? '是' : '否') }); // prettier-ignore
};

/** Values separated by a semicolon, Chinese or not; an empty cell is an empty list, a repeated value counts once. */
export function list<T>(parser: CellParser<T>): CellParser<T[]> {
  const parse: CellParser<T[]> = (whole, cell) => {
    const parts = whole.split(/[;；]/).map((part) => part.trim());
    const parsed = parts.filter((part) => part !== '').map((part) => parser(part, cell));
    const refused = parsed.find((each) => !each.ok);
    if (refused) return refused;
    return accept([...new Set(parsed.flatMap((each) => (each.ok ? [each.value] : [])))]);
  };
  return Object.assign(parse, {
    show: (values: T[]) => values.map((each) => shownBy(parser, each)).join('；'),
  });
}

/** The cell that a parser reads as a value. */
export const shownBy = <T>(parser: CellParser<T>, value: T): string => parser.show?.(value) ?? String(value);

/** A whole number within bounds, written in digits. */
export const integer =
  (from: number, to: number): CellParser<number> =>
  (cell) => {
    if (cell === '') return missing();
    const value = Number(cell);
    const fits = /^\d{1,9}$/.test(cell) && value >= from && value <= to;
    return fits ? accept(value) : refuse('bad-number', `应为 ${from} 至 ${to} 的整数`);
  };

/** A day as 2023-09-01, 2023/9/1, 2023.9.1, 2023年9月1日 or 20230901; answers 'YYYY-MM-DD'. */
export const day = (): CellParser<string> => (cell) => {
  if (cell === '') return missing();
  // What is left of a date in a cell formatted as a number, 45170 for 2023-09-01.
  if (/^\d{5}(\.\d+)?$/.test(cell))
    return refuse(
      'excel-mangled',
      '日期已被电子表格改写为数字，请将整列设为“文本”格式后重新填写（format the column as text）',
    );
  const [, year, month, date] = DAY.exec(cell) ?? [];
  const digits = year ? year + month!.padStart(2, '0') + date!.padStart(2, '0') : cell;
  const found = dayOfDigits(digits);
  return found === undefined ? refuse('bad-date', '日期不存在或格式不对，应为 2023-09-01') : accept(found);
};
const DAY = /^(\d{4})(?:-|\/|\.|年)(\d{1,2})(?:-|\/|\.|月)(\d{1,2})日?$/;

/** Keeps a part of what a parser of #national-codes answers: `pick(parseResidentId, (id) => id.idNumber)`. */
export const pick =
  <T, U>(parser: CellParser<T>, part: (value: T) => U): CellParser<U> =>
  (own, cell) => {
    const parsed = parser(own, cell);
    return parsed.ok ? accept(part(parsed.value)) : parsed;
  };

const chinese = z.locales.zhCN().localeError;

/** A zod schema over the text of a cell. An empty cell is missing unless the schema takes it. */
export const schema =
  <T>(zod: z.ZodType<T>): CellParser<T> =>
  (cell) => {
    const parsed = zod.safeParse(cell, { error: chinese });
    if (parsed.success) return accept(parsed.data);
    return cell === '' ? missing() : refuse('bad-value', parsed.error.issues[0]!.message);
  };
