import ExcelJS from 'exceljs';
import { strToU8, zipSync } from 'fflate';
import { residentCheck } from '#national-codes';
import { day, integer, text } from '../cells.js';
import { column, numberColumn } from '../columns.js';
import type { FileRow } from '../import-rules.js';
import { checkRows } from '../reading/check-rows.js';
import { readFile } from '../reading/read-file.js';

const columns = {
  name: column('姓名', text(20)),
  idNumber: numberColumn('证件号码', text(18)),
  year: column('年度', integer(2000, 2100), { takes: 'number' }),
  startOn: column('入学日期', day(), { takes: 'date' }),
};
const rules = { columns, sheet: '人员', maximumRows: 100 };
const TITLES = Object.values(columns).map(({ title }) => title);
const idNumber = `50010320000101001${residentCheck('50010320000101001')}`;
const usual = ['王𬎆', idNumber, '2026', '2026-09-01'];

/** A workbook of one usual row, after a change. */
async function workbookWith(
  touch: (sheet: ExcelJS.Worksheet, workbook: ExcelJS.Workbook) => void = () => {},
): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('人员');
  sheet.addRows([TITLES, usual]);
  touch(sheet, workbook);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

async function read(bytes: Buffer) {
  const file = await readFile(bytes, rules);
  if (!file.ok) throw new Error(file.errors.map(({ code }) => code).join());
  return { ...file, ...checkRows(file.rows, rules) };
}
const codes = ({ errors }: { errors: FileRow['errors'] }) =>
  errors.map(({ row, column: title, code }) => `${row} ${title} ${code}`);

describe('a workbook', () => {
  it('is read by the sheet of the template, wherever it stands, else by its first one', async () => {
    const two = await read(
      await workbookWith((_, workbook) => workbook.addWorksheet('说明').addRow(['请先阅读'])),
    );
    expect(two).toMatchObject({ format: 'XLSX', sheet: '人员', valid: [{ row: 2 }] });
    const renamed = await read(await workbookWith((sheet) => (sheet.name = 'Sheet1')));
    expect(renamed).toMatchObject({ sheet: 'Sheet1', valid: [{ row: 2, values: { name: '王𬎆' } }] });
    const last = new ExcelJS.Workbook();
    last.addWorksheet('说明').addRow(['请先阅读']);
    last.addWorksheet('人员').addRows([TITLES, usual]);
    expect(await read(Buffer.from(await last.xlsx.writeBuffer()))).toMatchObject({ sheet: '人员' });
  });

  it.each(['hidden', 'veryHidden'] as const)(
    'is not read by a %s sheet, whatever its name',
    async (state) => {
      const workbook = new ExcelJS.Workbook();
      const lastYear = workbook.addWorksheet('人员', { state });
      lastYear.addRows([TITLES, ['李明', ...usual.slice(1)]]);
      workbook.addWorksheet('2026秋').addRows([TITLES, usual]);
      expect(await read(Buffer.from(await workbook.xlsx.writeBuffer()))).toMatchObject({
        sheet: '2026秋',
        valid: [{ values: { name: '王𬎆' } }],
      });
    },
  );

  it('keeps its row numbers over blank rows, also those that only have a style', async () => {
    const bytes = await workbookWith((sheet) => {
      sheet.getRow(5).values = usual;
      sheet.getRow(900).getCell(3).fill = {
        type: 'pattern',
        pattern: 'solid',
        fgColor: { argb: 'FFFF0000' },
      };
      sheet.getRow(901).getCell(1).value = '  ';
    });
    expect((await read(bytes)).valid.map(({ row }) => row)).toEqual([2, 5]);
  });

  it('gives numbers and days where the column takes them, whatever format they are shown in', async () => {
    const bytes = await workbookWith((sheet) => {
      const formats = ['yyyy-mm-dd', 'm/d/yyyy', '[$-804]yyyy"年"m"月"d"日"', 'mm-dd-yy'];
      for (const format of formats) {
        const row = sheet.addRow([...usual.slice(0, 2), 2026, new Date('2026-09-01')]);
        row.getCell(4).numFmt = format;
      }
    });
    const { valid, errors } = await read(bytes);
    expect(errors).toEqual([]);
    for (const { values } of valid) expect(values).toMatchObject({ year: 2026, startOn: '2026-09-01' });
  });

  it('reads days of a workbook that counts from 1904', async () => {
    const bytes = await workbookWith((sheet, workbook) => {
      workbook.properties.date1904 = true;
      sheet.getCell('D2').value = new Date('2026-09-01');
      sheet.getCell('D2').numFmt = 'yyyy-mm-dd';
    });
    expect((await read(bytes)).valid[0]!.values.startOn).toBe('2026-09-01');
  });

  it('refuses a numeric ID number with advice and repairs none, also where no digit is lost', async () => {
    const bytes = await workbookWith((sheet) => {
      sheet.getCell('B2').value = Number(idNumber.slice(0, 17)) * 10;
      sheet.addRow(['李明', 12345, 2026, '2026-09-01']);
    });
    const sheet = await read(bytes);
    expect(codes(sheet)).toEqual(['2 证件号码 number-cell', '3 证件号码 number-cell']);
    expect(sheet.errors[0]!.message).toContain('format the column as text');
  });

  it.each<[string, string, ExcelJS.CellValue]>([
    ['a formula', '2 证件号码 formula-cell', { formula: 'A1', result: idNumber }],
    ['a formula that was never computed', '2 证件号码 formula-cell', { formula: 'A1' }],
    ['an error', '2 证件号码 error-cell', { error: '#N/A' }],
    ['a date', '2 证件号码 date-cell', new Date('2026-09-01')],
  ])('refuses %s in place of a text', async (_, expected, value) => {
    const bytes = await workbookWith((sheet) => {
      sheet.getCell('B2').value = value;
    });
    expect(codes(await read(bytes))).toEqual([expected]);
  });

  it('refuses a moment, and a day that has become a plain number', async () => {
    const bytes = await workbookWith((sheet) => {
      sheet.getCell('D2').value = new Date('2026-09-01T08:30:00Z');
      sheet.addRow([...usual.slice(0, 3), 46266]);
    });
    expect(codes(await read(bytes))).toEqual(['2 入学日期 excel-mangled', '3 入学日期 excel-mangled']);
  });

  it('takes text of several fonts and links as their text', async () => {
    const bytes = await workbookWith((sheet) => {
      sheet.getCell('A2').value = { richText: [{ text: '阿依' }, { text: '•买买提', font: { bold: true } }] };
      sheet.addRow([{ text: '王明', hyperlink: 'mailto:a@example.invalid' }, ...usual.slice(1)]);
    });
    expect((await read(bytes)).valid.map(({ values }) => values.name)).toEqual(['阿依•买买提', '王明']);
  });

  it('refuses rows that are hidden, merged, or go on beyond the header', async () => {
    const bytes = await workbookWith((sheet) => {
      sheet.addRows([usual, usual, usual, [...usual, '', '备注'], usual]);
      sheet.getRow(2).hidden = true;
      sheet.mergeCells('A3:A4');
    });
    expect(codes(await read(bytes))).toEqual([
      '2 整行 hidden-row',
      '3 整行 merged-cells',
      '4 整行 merged-cells',
      '6 整行 wrong-cell-count',
    ]);
  });
});

const parts = (sheet: string, more: Record<string, string> = {}) =>
  Buffer.from(
    zipSync(
      Object.fromEntries(
        Object.entries({
          'xl/workbook.xml': `<workbook xmlns:r="r"><sheets><sheet name="人员" r:id="r1"/></sheets></workbook>`,
          'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/a.xml"/></Relationships>`,
          'xl/worksheets/a.xml': sheet,
          ...more,
        }).map(([name, content]) => [name, strToU8(content)]),
      ),
    ),
  );
const cell = (text_: string) => `<c t="inlineStr"><is><t>${text_}</t></is></c>`;
const rowXml = (cells: string[]) => `<row>${cells.map(cell).join('')}</row>`;
const sheetXml = (...rows: string[]) =>
  `<x:worksheet xmlns:x="m"><sheetData>${rows.join('')}</sheetData></x:worksheet>`;
const wholeSheet = sheetXml(rowXml(TITLES), rowXml(usual));

describe('a workbook that no spreadsheet wrote', () => {
  it('is read without references, styles and shared texts', async () => {
    expect((await read(parts(wholeSheet))).valid).toHaveLength(1);
  });

  it('is read where the directory keeps its lengths in fields of zip64, as some programs write them', async () => {
    expect((await read(inZip64(parts(wholeSheet)))).valid).toHaveLength(1);
  });

  it.each([
    [
      'packs more than it may unpack to',
      () => parts(`${sheetXml()}${' '.repeat(65 * 2 ** 20)}`),
      'file-too-large',
    ],
    ['says it unpacks to less than it does', () => lying(parts(wholeSheet), 40), 'file-broken'],
    [
      'goes on after the length that it says, although what stands before is a whole sheet',
      () => lying(parts(wholeSheet + ' '.repeat(1_000)), Buffer.byteLength(wholeSheet)),
      'file-broken',
    ],
    ['names a part twice', () => namedTwice(parts(wholeSheet)), 'file-broken'],
    [
      'has too many rows',
      () => parts(sheetXml(rowXml(TITLES), ...Array(101).fill(rowXml(usual)))),
      'too-many-rows',
    ],
    ['is as deep as the sea', () => parts('<a>'.repeat(1_000_000)), 'file-broken'],
    ['has an element of many attributes', () => parts(`<a ${manyAttributes()}/>`), 'file-broken'],
    ['breaks off', () => parts(sheetXml(rowXml(TITLES)).slice(0, -9)), 'file-broken'],
    [
      'uses an entity of its own',
      () => parts(`<!DOCTYPE a [<!ENTITY b "王">]>${sheetXml(rowXml(['&b;']))}`),
      'file-broken',
    ],
    ['has rows out of order', () => parts(sheetXml('<row r="3"/>', '<row r="2"/>')), 'file-broken'],
    ['has rows beyond the last one', () => parts(sheetXml('<row r="4000000000"/>')), 'file-broken'],
    ['lacks its sheet', () => parts(sheetXml(), { 'xl/workbook.xml': '<workbook/>' }), 'file-broken'],
    ['has no header', () => parts(sheetXml(rowXml(usual))), 'header-missing'],
    ['is empty', () => parts(sheetXml()), 'header-missing'],
    [
      'is a text document',
      () => Buffer.from(zipSync({ 'word/document.xml': strToU8('<a/>') })),
      'file-broken',
    ],
    ['is cut off', () => parts(sheetXml(rowXml(TITLES), rowXml(usual))).subarray(0, -30), 'file-broken'],
  ])('is refused as a whole when it %s', async (_, make, code) => {
    expect(await readFile(make(), rules)).toMatchObject({ ok: false, errors: [{ code }] });
  });
});

const manyAttributes = () => Array.from({ length: 1_000 }, (_, at) => `a${at}=""`).join(' ');

/** The directory of the archive gives the sheet another length. */
function lying(archive: Buffer, length: number): Buffer {
  archive.writeUInt32LE(length, sheetEntryOf(archive) + 24);
  return archive;
}

/** The directory of the archive tells of the sheet, its last entry, twice. */
function namedTwice(archive: Buffer): Buffer {
  const end = archive.length - 22;
  const entry = archive.subarray(sheetEntryOf(archive), end);
  const longer = Buffer.concat([archive.subarray(0, end), entry, archive.subarray(end)]);
  for (const count of [8, 10])
    longer.writeUInt16LE(longer.readUInt16LE(end + entry.length + count) + 1, end + entry.length + count);
  return longer;
}

/** The lengths of the sheet stand in an extra field after its name. */
function inZip64(archive: Buffer): Buffer {
  const entry = sheetEntryOf(archive);
  const extra = Buffer.alloc(20);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(16, 2);
  extra.writeBigUInt64LE(BigInt(archive.readUInt32LE(entry + 24)), 4);
  extra.writeBigUInt64LE(BigInt(archive.readUInt32LE(entry + 20)), 12);
  archive.writeUInt16LE(extra.length, entry + 30);
  for (const length of [20, 24]) archive.writeUInt32LE(0xffffffff, entry + length);
  const end = archive.length - 22;
  return Buffer.concat([archive.subarray(0, end), extra, archive.subarray(end)]);
}

const sheetEntryOf = (archive: Buffer): number => archive.lastIndexOf('xl/worksheets/a.xml') - 46;
