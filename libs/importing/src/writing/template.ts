import type { ImportRules } from '../import-rules.js';
import { writeWorkbook } from './sheet-layout.js';

/** An empty workbook to fill in. Required columns are marked by a *. */
export const templateWorkbook = (rules: ImportRules<any>): Promise<Buffer> => writeWorkbook(rules);
