import iconv from 'iconv-lite';
import { z } from 'zod';
import { normaliseName, parseResidentId, residentCheck } from '#national-codes';
import { choice, day, integer, list, optional, pick, schema, text } from '../cells.js';
import { column, numberColumn, rowError } from '../columns.js';
import type { ImportRules } from '../import-rules.js';
import { checkRows, refuseRows } from './check-rows.js';
import { readFile, type ImportFile, type UnreadableFile } from './read-file.js';

const columns = {
  name: column('姓名', normaliseName),
  idNumber: numberColumn(
    '证件号码',
    pick(parseResidentId, (id) => id.idNumber),
  ),
  studyMode: column('学习形式', choice({ FULL_TIME: '全日制', PART_TIME: '非全日制' })),
  remark: column('备注', optional(text()), { mayBeAbsent: true }),
};
const rules = { columns, sheet: '人员', uniqueBy: ['idNumber' as const] };
const HEADER = '姓名,证件号码,学习形式,备注';

const idOf = (serial: number): string => {
  const seventeen = `50010320000101${String(serial).padStart(3, '0')}`;
  return seventeen + residentCheck(seventeen);
};
const rowOf = (serial: number, name = '王明'): string => `${name},${idOf(serial)},全日制,`;
const fileOf = (...lines: string[]): Buffer => Buffer.from([HEADER, ...lines].join('\r\n'));

async function read(bytes: Buffer, by: ImportRules<typeof columns> = rules) {
  const file = (await readFile(bytes, by)) as ImportFile;
  const { valid, errors } = checkRows(file.rows, by);
  return { total: file.rows.length, rows: valid, errors };
}
type Sheet = Awaited<ReturnType<typeof read>>;
const refused = async (bytes: Buffer) => (await readFile(bytes, rules)) as UnreadableFile;
const codes = (sheet: Sheet) => sheet.errors.map(({ row, column: title, code }) => [row, title, code]);

const checkRow = ({ name }: { name: string }) =>
  name === '李明' ? [{ field: 'studyMode' as const, code: 'not-here', message: '不符' }] : [];

describe('a file of people', () => {
  it('is read with the row numbers of a spreadsheet', async () => {
    const sheet = await read(fileOf(rowOf(1), rowOf(2)));
    expect(sheet).toMatchObject({ total: 2, errors: [] });
    expect(sheet.rows[1]).toEqual({
      row: 3,
      values: { name: '王明', idNumber: idOf(2), studyMode: 'FULL_TIME' },
      warnings: [],
    });
  });

  it.each([
    ['UTF-8', (file: string) => Buffer.from(file)],
    ['UTF-8 with its mark', (file: string) => Buffer.from(`\uFEFF${file}`)],
    ['GB18030', (file: string) => iconv.encode(file, 'gb18030')],
  ])('in %s keeps rare characters and normalises separators', async (_, encode) => {
    const names = ['王𬎆', '𠮷小川', '阿依•买买提'];
    const file = [HEADER, ...names.map((name, at) => rowOf(at + 1, name))].join('\n');
    const stored = (await read(encode(file))).rows.map(({ values }) => values.name);
    expect(stored).toEqual(['王𬎆', '𠮷小川', '阿依·买买提']);
  });

  it('may name its columns in English, in another order, and leave out what may be absent', async () => {
    const file = `StudyMode,name,证件号码*\nPART_TIME,王明,${idOf(1)}`;
    expect((await read(Buffer.from(file))).rows[0]!.values).toMatchObject({
      studyMode: 'PART_TIME',
      idNumber: idOf(1),
    });
  });

  it('counts blank rows and takes a cell with line breaks as one row', async () => {
    const sheet = await read(fileOf(`王明,${idOf(1)},全日制,"一\n二,三"`, ',,,', '', rowOf(2), rowOf(3, '')));
    expect(sheet.rows.map(({ row }) => row)).toEqual([5]);
    expect(codes(sheet)).toEqual([
      [2, '备注', 'control-character'],
      [6, '姓名', 'missing'],
    ]);
  });

  it('takes empty cells behind the last column, as spreadsheets write them', async () => {
    expect((await read(Buffer.from(`${HEADER},,\n${rowOf(1)},,\n`))).rows).toHaveLength(1);
  });

  it('shows every error of a row and repeats no cell', async () => {
    const sheet = await read(fileOf('·买买提,510202199001011234,走读,'));
    expect(codes(sheet).map(([, title]) => title)).toEqual(['姓名', '证件号码', '学习形式']);
    expect(JSON.stringify(sheet.errors)).not.toMatch(/买买提|51020219|走读/);
  });

  it('refuses what a spreadsheet has changed, and with it numbers that may have been rounded by chance', async () => {
    const rounded = Array.from({ length: 9 }, (_, at) => `50010320000101${at + 1}00`).find(
      (seventeen) => residentCheck(seventeen) === '0',
    );
    const lucky = rounded ? `${rounded}0` : undefined;
    const suspicious = lucky ?? '500103199001015000';
    const alone = await read(fileOf(`王明,${suspicious},全日制,`));
    const together = await read(fileOf(`王明,${suspicious},全日制,`, '李明,5.10202E+17,全日制,'));
    if (lucky) expect(alone.errors).toEqual([]);
    expect(codes(together)).toEqual([
      [2, '证件号码', 'excel-mangled'],
      [3, '证件号码', 'excel-mangled'],
    ]);
  });

  it('refuses all rows that share a number, also one that is refused for something else', async () => {
    const sheet = await read(fileOf(rowOf(1), rowOf(2), rowOf(1, '李明'), rowOf(1, '')));
    expect(sheet.rows.map(({ row }) => row)).toEqual([3]);
    expect(codes(sheet).filter(([, , code]) => code === 'duplicate-in-file')).toHaveLength(3);
    expect(sheet.errors[0]!.message).toContain('第 2、4、5 行');
  });

  it('accepts what the cells say together only if the row check does', async () => {
    const sheet = await read(fileOf(rowOf(1), rowOf(2, '李明')), { ...rules, checkRow });
    expect(codes(sheet)).toEqual([[3, '学习形式', 'not-here']]);
    expect(sheet.rows.map(({ row }) => row)).toEqual([2]);
  });

  it('keeps a row that is only warned of, by its cells or by what many rows share', async () => {
    const shared = {
      moreThan: 2,
      warning: { field: 'name', code: 'shared-name', message: '同名', grade: 'WARNING' },
    } as const;
    const doubtful = { field: 'studyMode', code: 'doubtful', message: '请核对', grade: 'WARNING' } as const;
    const by: ImportRules<typeof columns> = { ...rules, shared, checkRow: () => [doubtful] };
    const three = await read(fileOf(rowOf(1), rowOf(2), rowOf(3), rowOf(4, '李明')), by);
    expect(three.rows.map(({ row, warnings }) => [row, warnings.map(({ code }) => code)])).toEqual([
      [2, ['shared-name', 'doubtful']],
      [3, ['shared-name', 'doubtful']],
      [4, ['shared-name', 'doubtful']],
      [5, ['doubtful']],
    ]);
    expect(three.errors).toHaveLength(7);
    const two = await read(fileOf(rowOf(1), rowOf(2)), { ...rules, shared });
    expect(two.errors).toEqual([]);
  });

  it('loses further rows to later checks', async () => {
    const { rows, errors } = await read(fileOf(rowOf(1), rowOf(2, '')));
    const known = rowError(columns, 2, 'idNumber', { code: 'known', message: '已存在' });
    expect(refuseRows({ valid: rows, errors }, [known])).toEqual({ valid: [], errors: [...errors, known] });
  });

  it.each([';', '\t'])('may be separated by %j', async (delimiter) => {
    const file = [HEADER, rowOf(1), `${rowOf(2)}"一,二"`].map((line) =>
      line.replace(/,(?![^"]*"$)/g, delimiter),
    );
    expect((await read(Buffer.from(file.join('\n')))).rows.map(({ row }) => row)).toEqual([2, 3]);
  });

  it('may end its lines in several ways, and keeps the numbers of its rows', async () => {
    const file = `${HEADER}\r\n${rowOf(1)}\r${rowOf(2)}\n王"明,${idOf(9)},全日制,\r${rowOf(3)}\r\n\r\n${rowOf(4, '')}`;
    const sheet = await read(Buffer.from(file));
    expect(sheet.rows.map(({ row }) => row)).toEqual([2, 3, 5]);
    expect(codes(sheet)).toEqual([
      [4, '整行', 'broken-row'],
      [7, '姓名', 'missing'],
    ]);
  });

  it.each([';', '|', ','])(
    'may begin with the line by which Excel names %j as delimiter',
    async (delimiter) => {
      const file = ['sep=,', HEADER, rowOf(1)].join('\r\n').replaceAll(',', delimiter);
      expect((await read(Buffer.from(`\uFEFF${file}`))).rows.map(({ row }) => row)).toEqual([2]);
    },
  );

  it('may lack empty cells at the end of a row, which Excel leaves out', async () => {
    const sheet = await read(fileOf(`王明,${idOf(1)},全日制`, `王明,${idOf(2)}`));
    expect(sheet.rows.map(({ row, values }) => [row, values.remark])).toEqual([[2, undefined]]);
    expect(codes(sheet)).toEqual([[3, '整行', 'wrong-cell-count']]);
  });

  it('tells which sign in a cell nobody sees', async () => {
    const { errors } = await read(fileOf(`王明,\u202D${idOf(1)}\u202C,全日制,`, `${rowOf(2)}一\u2066`));
    expect(errors.map(({ column: title, message }) => [title, /U\+\w+/.exec(message)?.[0]])).toEqual([
      ['证件号码', 'U+202D'],
      ['备注', 'U+2066'],
    ]);
  });

  it('may come back with the columns that the error workbook adds', async () => {
    const file = `原行号,${HEADER},错误说明\n17,${rowOf(1)},姓名：不能为空`;
    expect((await read(Buffer.from(file))).rows).toHaveLength(1);
  });
});

const english = (name: string) => `name,idNumber,studyMode\n${name},${idOf(1)},FULL_TIME`;

describe('a file of English titles', () => {
  it.each(['谢伟', '魏强', '涓板氨'])('in GB18030 with %s, which is UTF-8 too, is refused', async (name) => {
    const bytes = iconv.encode(english(name), 'gb18030');
    expect(new TextDecoder('utf-8', { fatal: true }).decode(bytes)).not.toContain(name);
    expect(await refused(bytes)).toMatchObject({ errors: [{ code: 'ambiguous-encoding' }] });
  });

  it.each(['王明', '阿依·买买提', 'José García', '王𬎆'])(
    'in UTF-8 with %s is read as written',
    async (name) => {
      expect((await read(Buffer.from(english(name)))).rows[0]!.values.name).toBe(name);
    },
  );

  it('in UTF-8 with a Cyrillic name is read where its mark says so', async () => {
    expect(await refused(Buffer.from(english('Анна')))).toMatchObject({
      errors: [{ code: 'ambiguous-encoding' }],
    });
    expect((await read(Buffer.from(`\uFEFF${english('Анна')}`))).rows[0]!.values.name).toBe('Анна');
  });
});

describe('a broken row', () => {
  it('with too few or too many cells is refused alone', async () => {
    const sheet = await read(fileOf('王明', rowOf(1), `${rowOf(2)},x`, rowOf(3)));
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
  ])('with %s is refused alone, and the rows after it are read', async (_, line) => {
    for (const next of [rowOf(3), `"王明",${idOf(3)},全日制,"二"`]) {
      const sheet = await read(fileOf(rowOf(1), line, rowOf(2), next, rowOf(4)));
      expect(codes(sheet)).toEqual([[3, '整行', 'broken-row']]);
      expect(sheet.rows.map(({ row }) => row)).toEqual([2, 4, 5, 6]);
    }
  });

  it('at the very end is refused too', async () => {
    expect(codes(await read(fileOf(rowOf(1), '"王明')))).toEqual([[3, '整行', 'broken-row']]);
  });

  it('a hundred times over means that the file is broken', async () => {
    expect(await refused(fileOf(...Array(101).fill('王"明,')))).toMatchObject({
      errors: [{ code: 'file-broken' }],
    });
  });
});

describe('a file as a whole is refused', () => {
  it.each([
    ['when it is empty', Buffer.alloc(0), 'empty-file'],
    ['when it only begins like a workbook', Buffer.from([0x50, 0x4b, 3, 4, 0]), 'file-broken'],
    ['when it is an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'file-is-xls'],
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
  ])('%s', async (_, bytes, code) => {
    expect(await refused(bytes)).toMatchObject({ ok: false, errors: [{ code }] });
  });

  it('for every column at once that is missing, unknown or repeated, by name', async () => {
    const { errors } = await refused(Buffer.from('姓名,name,爱好\n王明,王明,棋'));
    expect(errors.map(({ code, message }) => [code, message])).toEqual([
      ['unknown-column', '无法识别的列：爱好'],
      ['repeated-column', '重复的列：姓名'],
      ['missing-column', '缺少的列：证件号码（idNumber）、学习形式（studyMode）'],
    ]);
  });

  it('when it has more than ten thousand rows, and not when it has ten thousand', async () => {
    const lines = Array.from({ length: 10_001 }, (_, at) => `王明,${at},全日制,`);
    expect(await refused(fileOf(...lines))).toMatchObject({ errors: [{ code: 'too-many-rows' }] });
    expect((await read(fileOf(...lines.slice(1)))).total).toBe(10_000);
  });
});

const other = () => '';

describe('cells', () => {
  it.each([
    ['2023-09-01', '2023-09-01'],
    ['2023/9/1', '2023-09-01'],
    ['2023年9月1日', '2023-09-01'],
    ['20230901', '2023-09-01'],
    ['0000-02-29', 'bad-date'],
    ['2023-02-29', 'bad-date'],
    ['01/09/2023', 'bad-date'],
    ['45170', 'excel-mangled'],
    ['', 'missing'],
  ])('read the day %s as %s', async (cell, expected) => {
    const parsed = day()(cell, other);
    expect(parsed.ok ? parsed.value : parsed.code).toBe(expected);
  });

  it('read whole numbers within bounds, lists and schemas', async () => {
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
