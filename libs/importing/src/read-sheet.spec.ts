import iconv from 'iconv-lite';
import { z } from 'zod';
import { normaliseName, parseResidentId, residentCheck } from '#national-codes';
import { choice, day, integer, list, optional, pick, schema, text } from './cells.js';
import { column, numberColumn, rowError } from './columns.js';
import { readSheet, refuseRows, type ImportSheet, type UnreadableSheet } from './read-sheet.js';

const columns = {
  name: column('姓名', normaliseName),
  idNumber: numberColumn(
    '证件号码',
    pick(parseResidentId, (id) => id.idNumber),
  ),
  studyMode: column('学习形式', choice({ FULL_TIME: '全日制', PART_TIME: '非全日制' })),
  remark: column('备注', optional(text()), { mayBeAbsent: true }),
};
const rules = { columns, uniqueBy: ['idNumber' as const] };
const HEADER = '姓名,证件号码,学习形式,备注';

const idOf = (serial: number): string => {
  const seventeen = `50010320000101${String(serial).padStart(3, '0')}`;
  return seventeen + residentCheck(seventeen);
};
const rowOf = (serial: number, name = '王明'): string => `${name},${idOf(serial)},全日制,`;
const fileOf = (...lines: string[]): Buffer => Buffer.from([HEADER, ...lines].join('\r\n'));

type Sheet = ImportSheet<{ name: string; idNumber: string; studyMode: string; remark?: string }>;
const read = (bytes: Buffer): Sheet => readSheet(bytes, rules) as Sheet;
const refused = (bytes: Buffer): UnreadableSheet => readSheet(bytes, rules) as UnreadableSheet;
const codes = (sheet: Sheet) => sheet.errors.map(({ row, column: title, code }) => [row, title, code]);

const checkRow = ({ name }: { name: string }) =>
  name === '李明' ? [{ field: 'studyMode' as const, code: 'not-here', message: '不符' }] : [];

describe('a file of people', () => {
  it('is read with the row numbers of a spreadsheet', () => {
    const sheet = read(fileOf(rowOf(1), rowOf(2)));
    expect(sheet).toMatchObject({ ok: true, total: 2, errors: [] });
    expect(sheet.rows[1]).toEqual({
      row: 3,
      values: { name: '王明', idNumber: idOf(2), studyMode: 'FULL_TIME' },
    });
  });

  it.each([
    ['UTF-8', (file: string) => Buffer.from(file)],
    ['UTF-8 with its mark', (file: string) => Buffer.from(`\uFEFF${file}`)],
    ['GB18030', (file: string) => iconv.encode(file, 'gb18030')],
  ])('in %s keeps rare characters and normalises separators', (_, encode) => {
    const names = ['王𬎆', '𠮷小川', '阿依•买买提'];
    const file = [HEADER, ...names.map((name, at) => rowOf(at + 1, name))].join('\n');
    const stored = read(encode(file)).rows.map(({ values }) => values.name);
    expect(stored).toEqual(['王𬎆', '𠮷小川', '阿依·买买提']);
  });

  it('may name its columns in English, in another order, and leave out what may be absent', () => {
    const file = `StudyMode,name,证件号码*\nPART_TIME,王明,${idOf(1)}`;
    expect(read(Buffer.from(file)).rows[0]!.values).toMatchObject({
      studyMode: 'PART_TIME',
      idNumber: idOf(1),
    });
  });

  it('counts blank rows and takes a cell with line breaks as one row', () => {
    const sheet = read(fileOf(`王明,${idOf(1)},全日制,"一\n二,三"`, ',,,', '', rowOf(2), rowOf(3, '')));
    expect(sheet.rows.map(({ row }) => row)).toEqual([5]);
    expect(codes(sheet)).toEqual([
      [2, '备注', 'control-character'],
      [6, '姓名', 'missing'],
    ]);
  });

  it('takes empty cells behind the last column, as spreadsheets write them', () => {
    expect(read(Buffer.from(`${HEADER},,\n${rowOf(1)},,\n`)).rows).toHaveLength(1);
  });

  it('shows every error of a row and repeats no cell', () => {
    const sheet = read(fileOf('·买买提,510202199001011234,走读,'));
    expect(codes(sheet).map(([, title]) => title)).toEqual(['姓名', '证件号码', '学习形式']);
    expect(JSON.stringify(sheet.errors)).not.toMatch(/买买提|51020219|走读/);
  });

  it('refuses what a spreadsheet has changed, and with it numbers that may have been rounded by chance', () => {
    const rounded = Array.from({ length: 9 }, (_, at) => `50010320000101${at + 1}00`).find(
      (seventeen) => residentCheck(seventeen) === '0',
    );
    const lucky = rounded ? `${rounded}0` : undefined;
    const suspicious = lucky ?? '500103199001015000';
    const alone = read(fileOf(`王明,${suspicious},全日制,`));
    const together = read(fileOf(`王明,${suspicious},全日制,`, '李明,5.10202E+17,全日制,'));
    if (lucky) expect(alone.errors).toEqual([]);
    expect(codes(together)).toEqual([
      [2, '证件号码', 'excel-mangled'],
      [3, '证件号码', 'excel-mangled'],
    ]);
  });

  it('refuses all rows that share a number, also one that is refused for something else', () => {
    const sheet = read(fileOf(rowOf(1), rowOf(2), rowOf(1, '李明'), rowOf(1, '')));
    expect(sheet.rows.map(({ row }) => row)).toEqual([3]);
    expect(codes(sheet).filter(([, , code]) => code === 'duplicate-in-file')).toHaveLength(3);
    expect(sheet.errors[0]!.message).toContain('第 2、4、5 行');
  });

  it('accepts what the cells say together only if the row check does', () => {
    const sheet = readSheet(fileOf(rowOf(1), rowOf(2, '李明')), { columns, checkRow }) as Sheet;
    expect(codes(sheet)).toEqual([[3, '学习形式', 'not-here']]);
    expect(sheet.rows.map(({ row }) => row)).toEqual([2]);
  });

  it('loses further rows to later checks, in the order of the rows', () => {
    const sheet = read(fileOf(rowOf(1), rowOf(2, '')));
    const more = refuseRows(sheet, [rowError(columns, 2, 'idNumber', { code: 'known', message: '已存在' })]);
    expect([more.rows, codes(more)]).toEqual([
      [],
      [
        [2, '证件号码', 'known'],
        [3, '姓名', 'missing'],
      ],
    ]);
  });
});

describe('a broken row', () => {
  it('with too few or too many cells is refused alone', () => {
    const sheet = read(fileOf('王明', rowOf(1), `${rowOf(2)},x`, rowOf(3)));
    expect(sheet.rows.map(({ row }) => row)).toEqual([3, 5]);
    expect(codes(sheet)).toEqual([
      [2, '整行', 'wrong-cell-count'],
      [4, '整行', 'wrong-cell-count'],
    ]);
  });

  it.each([
    ['an open quote', `"王明,${idOf(9)},全日制,`],
    ['an open quote in the last cell', `王明,${idOf(9)},全日制,"一`],
    ['a quote inside', `王"明,${idOf(9)},全日制,`],
    ['text behind a quote', `"王"明,${idOf(9)},全日制,`],
  ])('with %s is refused alone, and the rows after it are read', (_, line) => {
    for (const next of [rowOf(3), `"王明",${idOf(3)},全日制,"二"`]) {
      const sheet = read(fileOf(rowOf(1), line, rowOf(2), next, rowOf(4)));
      expect(codes(sheet)).toEqual([[3, '整行', 'broken-row']]);
      expect(sheet.rows.map(({ row }) => row)).toEqual([2, 4, 5, 6]);
    }
  });

  it('at the very end is refused too', () => {
    expect(codes(read(fileOf(rowOf(1), '"王明')))).toEqual([[3, '整行', 'broken-row']]);
  });

  it('a hundred times over means that the file is broken', () => {
    expect(refused(fileOf(...Array(101).fill('王"明,')))).toMatchObject({
      errors: [{ code: 'file-broken' }],
    });
  });
});

describe('a file as a whole is refused', () => {
  it.each([
    ['when it is empty', Buffer.alloc(0), 'empty-file'],
    ['when it is a workbook', Buffer.from([0x50, 0x4b, 3, 4, 0]), 'file-is-excel'],
    ['when it is UTF-16', Buffer.from(HEADER, 'utf16le'), 'undecodable'],
    [
      'when bytes are neither UTF-8 nor GB18030',
      Buffer.concat([fileOf(), Buffer.from([0xff, 0xff])]),
      'undecodable',
    ],
    ['when UTF-8 with its mark is damaged', Buffer.from([0xef, 0xbb, 0xbf, 0xc3, 0x28]), 'undecodable'],
    [
      'when a UTF-8 file has a damaged byte',
      Buffer.concat([fileOf(rowOf(1)), Buffer.from([0xb0, 0xa1])]),
      'undecodable',
    ],
    ['when the first row is data', Buffer.from(rowOf(1)), 'header-missing'],
    ['when the header cannot be read', Buffer.from(`"姓名,证件号码\n${rowOf(1)}`), 'file-broken'],
    ['when there is no row', fileOf(), 'no-rows'],
  ])('%s', (_, bytes, code) => {
    expect(refused(bytes)).toMatchObject({ ok: false, errors: [{ code }] });
  });

  it('for every column at once that is missing, unknown or repeated, by name', () => {
    const { errors } = refused(Buffer.from('姓名,name,爱好\n王明,王明,棋'));
    expect(errors.map(({ code, message }) => [code, message])).toEqual([
      ['unknown-column', '无法识别的列：爱好'],
      ['repeated-column', '重复的列：姓名'],
      ['missing-column', '缺少的列：证件号码（idNumber）、学习形式（studyMode）'],
    ]);
  });

  it('when it has more than ten thousand rows, and not when it has ten thousand', () => {
    const lines = Array.from({ length: 10_001 }, (_, at) => `王明,${at},全日制,`);
    expect(refused(fileOf(...lines))).toMatchObject({ errors: [{ code: 'too-many-rows' }] });
    expect(read(fileOf(...lines.slice(1))).total).toBe(10_000);
  });
});

const other = () => '';

describe('cells', () => {
  it.each([
    ['2023-09-01', '2023-09-01'],
    ['2023/9/1', '2023-09-01'],
    ['2023年9月1日', '2023-09-01'],
    ['20230901', '2023-09-01'],
    ['2023-02-29', 'bad-date'],
    ['01/09/2023', 'bad-date'],
    ['45170', 'excel-mangled'],
    ['', 'missing'],
  ])('read the day %s as %s', (cell, expected) => {
    const parsed = day()(cell, other);
    expect(parsed.ok ? parsed.value : parsed.code).toBe(expected);
  });

  it('read whole numbers within bounds, lists and schemas', () => {
    const parsed = [
      integer(1, 96)('36', other),
      integer(1, 96)('97', other),
      integer(1, 96)('3.5', other),
      list(choice({ A: '甲', B: '乙' }))('甲；b;甲', other),
      list(choice({ A: '甲' }))('丙', other),
      schema(z.email())('no', other),
      optional(integer(1, 2))('', other),
    ];
    expect(parsed.map((each) => (each.ok ? each.value : each.code))).toEqual([
      36, 'bad-number', 'bad-number', ['A', 'B'], 'unknown-value', 'bad-value', undefined,
    ]); // prettier-ignore
  });
});
