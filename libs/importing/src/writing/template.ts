import type { ImportRules } from '../import-rules.js';
import { importWorkbook } from './sheet-layout.js';

/** An empty workbook to fill in. Required columns are marked by a *. */
export const templateWorkbook = (rules: ImportRules<any>): Promise<Buffer> => importWorkbook(rules);
