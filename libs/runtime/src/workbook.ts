import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { StreamableFile } from '@nestjs/common';
import type ExcelJS from 'exceljs';

/** Media type of a workbook (.xlsx). */
export const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A workbook as the answer of a route that has `@AnswersWorkbook`. @param name of the file, without its ending */
export const workbookFile = (name: string, bytes: Buffer): StreamableFile =>
  new StreamableFile(bytes, { type: WORKBOOK_TYPE, disposition: `attachment; filename="${name}.xlsx"` });

/**
 * The bytes of a workbook (.xlsx) that `fill` writes row by row: made as a whole, ten thousand rows would hold up
 * everybody else for seconds. exceljs is loaded when the first is written: a service that idles has not to keep it.
 * @param fill commits each row and each sheet that it adds
 */
export async function writeWorkbook(
  fill: (workbook: ExcelJS.stream.xlsx.WorkbookWriter) => Promise<void>,
): Promise<Buffer> {
  const { default: excel } = await import('exceljs');
  const stream = new PassThrough();
  const workbook = new excel.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
  const bytes = buffer(stream);
  await fill(workbook);
  await workbook.commit();
  return bytes;
}
