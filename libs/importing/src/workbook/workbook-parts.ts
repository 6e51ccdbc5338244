import path from 'node:path/posix';
import { dateStylesOf } from './date-styles.js';
import { readXml } from './read-xml.js';

/** What a workbook says beside its sheets. */
export interface WorkbookParts {
  /** Those that are shown, in the order of the tabs; `path` is the name of its entry in the archive. */
  sheets: { name: string; path: string }[];
  /** Days count from 1904-01-01, as spreadsheets of old Macs did. */
  from1904: boolean;
  /** Whether a cell with this index of a style shows a date. */
  isDateStyle: (style: number) => boolean;
}

export const PARTS = ['xl/workbook.xml', 'xl/_rels/workbook.xml.rels', 'xl/styles.xml'];

/** Rejects where the workbook has no such parts. */
export async function readParts(entries: Map<string, Uint8Array>): Promise<WorkbookParts> {
  const [workbook, relations, styles] = PARTS.map((name) => entries.get(name));
  if (!workbook || !relations) throw new Error('This is not a workbook.');
  const targets = await targetsOf(relations);
  const sheets: WorkbookParts['sheets'] = [];
  let from1904 = false;
  await readXml(workbook, {
    open: (name, attributes) => {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (name !== 'sheet' || HIDDEN.includes(attributes.state ?? '')) return;
      const target = targets.get(attributes['r:id'] ?? relationOf(attributes));
      if (target) sheets.push({ name: attributes.name ?? '', path: target });
    },
  });
  return { sheets, from1904, isDateStyle: styles ? await dateStylesOf(styles) : () => false };
}

/** Values of a sheet's `state`; last year's sheet is often kept so. */
const HIDDEN = ['hidden', 'veryHidden'];

/** The prefix of the namespace is the writer's choice. */
const relationOf = (attributes: Record<string, string>): string =>
  Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1] ?? '';

async function targetsOf(relations: Uint8Array): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  await readXml(relations, {
    open: (name, { Id = '', Target = '', Type = '' }) => {
      if (name === 'Relationship' && Type.endsWith('/worksheet'))
        targets.set(Id, path.resolve('/xl', Target).slice(1));
    },
  });
  return targets;
}
