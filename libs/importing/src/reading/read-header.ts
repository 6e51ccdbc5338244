import { refuse, type Refused } from '#national-codes';
import { ADDED_COLUMNS, type Columns } from '../columns.js';

/** Where each column stands in the file, or every reason why the header cannot be understood. */
export type Header = { ok: true; places: Map<string, number> } | { ok: false; errors: Refused[] };

/** Matches the titles of row 1 by Chinese title or English field name; case, spaces and a marking * do not count. */
export function readHeader(cells: string[], columns: Columns): Header {
  const fields = fieldsByTitle(columns);
  const found = cells.map((cell) => fields.get(plain(cell)));
  const added = cells.map((cell) => isAdded(cell));
  if (found.every((field) => field === undefined))
    return { ok: false, errors: [refuse('header-missing', '第 1 行不是表头，请使用模板')] };
  const errors = [
    ...unknown(cells.filter((_, at) => !found[at] && !added[at])),
    ...repeated(found, columns),
    ...absent(found, columns),
  ];
  const places = new Map(found.flatMap((field, at) => (field === undefined ? [] : [[field, at] as const])));
  return errors.length > 0 ? { ok: false, errors } : { ok: true, places };
}

const plain = (title: string): string => title.replace(/[\s*＊\uFEFF]/g, '').toLowerCase();

const isAdded = (title: string): boolean =>
  Object.values(ADDED_COLUMNS).some((added) => added === plain(title));

const fieldsByTitle = (columns: Columns): Map<string, string> =>
  new Map(
    Object.entries(columns).flatMap(([field, { title }]) => [
      [plain(title), field],
      [plain(field), field],
    ]),
  );

function unknown(cells: string[]): Refused[] {
  const titles = cells.map(shown);
  return titles.length > 0 ? [refuse('unknown-column', `无法识别的列：${titles.join('、')}`)] : [];
}

/** A header cell may by mistake be a person's data: digits are masked, long text is cut. */
const shown = (title: string): string =>
  title.trim() === '' ? '（空白）' : Array.from(title.trim().replace(/\d/g, '*')).slice(0, 20).join('');

function repeated(found: (string | undefined)[], columns: Columns): Refused[] {
  const twice = found.filter((field, at) => field !== undefined && found.indexOf(field) !== at);
  const titles = [...new Set(twice)].map((field) => columns[field!]!.title);
  return titles.length > 0 ? [refuse('repeated-column', `重复的列：${titles.join('、')}`)] : [];
}

function absent(found: (string | undefined)[], columns: Columns): Refused[] {
  const lacking = Object.entries(columns).filter(
    ([field, { mayBeAbsent }]) => !mayBeAbsent && !found.includes(field),
  );
  const titles = lacking.map(([field, { title }]) => `${title}（${field}）`);
  return titles.length > 0 ? [refuse('missing-column', `缺少的列：${titles.join('、')}`)] : [];
}
