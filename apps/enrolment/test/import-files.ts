import ExcelJS from 'exceljs';
import { eventually, type HttpCaller } from '#testing';
import { somebody } from './recruiting.js';

const TITLES =
  '学校代码,专业代码,层次,学习形式,年度,季节,姓名,证件类型,证件号码,性别,民族,联系电话,来源类型,标签,渠道,原毕业学校,原学历,户籍地,入学日期,学制月数,培养类型,用人单位信用代码,用人单位名称,监护人姓名,监护人关系,监护人电话,计划范围'.split(
    ',',
  );

/** Cells that a test cares about, by title. */
export type Cells = Partial<
  Record<
    | '学校代码'
    | '专业代码'
    | '年度'
    | '姓名'
    | '证件号码'
    | '性别'
    | '联系电话'
    | '入学日期'
    | '学习形式'
    | '渠道',
    string
  >
>;

let phones = 0;

/** A row of a file; each call is another person unless it says otherwise. */
export function row(cells: Cells = {}): string[] {
  const idNumber = cells.证件号码 ?? somebody();
  const usual: Record<string, string> = {
    学校代码: 'S001', 专业代码: '0106', 层次: '高级工班', 学习形式: '全日制', 年度: '2026', 季节: '秋季', 姓名: '样例乙',
    证件类型: '居民身份证', 证件号码: idNumber, 性别: Number(idNumber[16]) % 2 === 1 ? '男' : '女', 民族: '汉族',
    联系电话: `138${String(++phones).padStart(8, '0')}`, 来源类型: '往届高中毕业生', 渠道: '现场报名', 原毕业学校: '样例中学', 原学历: '高中',
    户籍地: '500103', 入学日期: '2026-09-01', 学制月数: '36', 培养类型: '常规', 计划范围: '市内',
  }; // prettier-ignore
  return TITLES.map((title) => (cells as Record<string, string>)[title] ?? usual[title] ?? '');
}

export const csv = (...rows: string[][]): Buffer =>
  Buffer.from([TITLES, ...rows].map((cells) => cells.join(',')).join('\r\n'));

/** A workbook of the rows, every cell text. @param touch changes it before it is written */
export async function xlsx(rows: string[][], touch?: (sheet: ExcelJS.Worksheet) => void): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('报名');
  sheet.addRows([TITLES, ...rows]);
  touch?.(sheet);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

export async function sheetOf(bytes: Buffer): Promise<ExcelJS.Worksheet> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as unknown as ExcelJS.Buffer);
  return workbook.worksheets[0]!;
}

export const column = (title: string): number => TITLES.indexOf(title) + 1;

const IMPORTS = '/applications/imports';
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Uploads a file and waits until its rows are checked. */
export async function checked(caller: HttpCaller, file: Buffer, type = 'text/csv') {
  const { status, body } = await caller.post(IMPORTS, file, type);
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return settled(caller, body.importId);
}

/** Commits a checked file and waits until its rows are stored. */
export async function committed(caller: HttpCaller, importId: string, mode?: string) {
  const { status, body } = await caller.post(`${IMPORTS}/${importId}/commit`, mode ? { mode } : {});
  if (status !== 202) throw new Error(`${status} ${JSON.stringify(body)}`);
  return settled(caller, importId);
}

export const settled = (caller: HttpCaller, importId: string): Promise<any> =>
  eventually(`import ${importId} comes to rest`, async () => {
    const { body } = await caller.get(`${IMPORTS}/${importId}`);
    if (['UPLOADED', 'VALIDATING', 'COMMITTING'].includes(body.state)) throw new Error(JSON.stringify(body));
    return body;
  });

export const errorsOf = async (caller: HttpCaller, importId: string): Promise<any[]> =>
  (await caller.get(`${IMPORTS}/${importId}/errors?limit=1000`)).body.items;
