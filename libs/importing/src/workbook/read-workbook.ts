import { accept, type Parsed } from '#national-codes';
import { BROKEN, tooManyRows } from '../reading/file-refusals.js';
import type { FileRecords } from '../reading/read-records.js';
import { readSharedStrings } from './shared-strings.js';
import { SheetReader, TooManyRows } from './sheet-reader.js';
import { unpack } from './unpack.js';
import { PARTS, readParts, type WorkbookParts } from './workbook-parts.js';
import { readXml } from './read-xml.js';

/** By the format. */
const LONGEST_SHEET_NAME = 31;
const SHARED_STRINGS = 'xl/sharedStrings.xml';

/**
 * The rows of one sheet of a workbook, blank ones left out: of the sheet with this name, else of the first. Hidden sheets
 * are passed over.
 * Not by read-excel-file: it shows what a formula showed last, drops cells with an error, and unpacks without a limit.
 * Refusals: file-too-large, too-many-rows, file-broken.
 */
export async function readWorkbook(
  bytes: Buffer,
  limit: number,
  wanted: string,
): Promise<Parsed<FileRecords>> {
  const about = await unpack(bytes, (name) => PARTS.includes(name));
  if (!about.ok) return about;
  try {
    const parts = await readParts(about.value);
    const sheet = parts.sheets.find(({ name }) => name === wanted) ?? parts.sheets[0];
    const entries = await unpack(bytes, (name) => name === SHARED_STRINGS || name === sheet?.path);
    if (!entries.ok) return entries;
    const records = await readSheet(entries.value, sheet!, parts, limit);
    return accept({ format: 'XLSX', sheet: sheet!.name.slice(0, LONGEST_SHEET_NAME), records });
  } catch (error) {
    return error instanceof TooManyRows ? tooManyRows(limit) : BROKEN;
  }
}

async function readSheet(
  entries: Map<string, Uint8Array>,
  sheet: WorkbookParts['sheets'][number],
  parts: WorkbookParts,
  limit: number,
) {
  const texts = entries.get(SHARED_STRINGS);
  const reader = new SheetReader(parts, texts ? await readSharedStrings(texts) : [], limit);
  await readXml(entries.get(sheet.path)!, reader);
  return reader.finished();
}
