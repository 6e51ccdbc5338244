import type { ImportRules } from '../import-rules.js';
import { layOut } from './sheet-layout.js';

/** An empty workbook to fill in. Required columns are marked by a *. */
export async function templateWorkbook(rules: ImportRules<any>): Promise<Buffer> {
  const { workbook } = layOut(rules);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}
