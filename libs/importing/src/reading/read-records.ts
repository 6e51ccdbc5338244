import { accept, type Parsed, refuse } from '#national-codes';
import { readWorkbook } from '../workbook/read-workbook.js';
import { decodeText } from './decode-text.js';
import type { FileRecord } from './file-record.js';
import { readCsv } from './read-csv.js';

/** The rows of a file, the header first, and what kind of file it is. */
export interface FileRecords {
  format: 'CSV' | 'XLSX';
  /** Name of the sheet that was read, of a workbook. */
  sheet?: string;
  records: FileRecord[];
}

const startsWith = (bytes: Buffer, ...mark: number[]): boolean =>
  mark.every((byte, at) => bytes[at] === byte);

/** Reads a file by what it is, whatever it is called. @param sheet of a workbook; its first one if there is none */
export async function readRecords(bytes: Buffer, limit: number, sheet: string): Promise<Parsed<FileRecords>> {
  if (bytes.length === 0) return refuse('empty-file', '文件为空');
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return refuse('file-is-xls', OLD_OR_ENCRYPTED);
  if (startsWith(bytes, 0x50, 0x4b)) return readWorkbook(bytes, limit, sheet);
  const text = decodeText(bytes);
  if (!text.ok) return text;
  const records = readCsv(text.value, limit);
  return records.ok ? accept({ format: 'CSV', records: records.value }) : records;
}

const OLD_OR_ENCRYPTED = '这是旧版（.xls）或加密的工作簿，请取消密码并另存为 Excel 工作簿（.xlsx）后上传';
