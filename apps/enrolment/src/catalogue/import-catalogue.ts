import { Controller } from '@nestjs/common';
import { Transitions } from '#aggregates';
import { AuditLog } from '#commands';
import type { Transaction } from '#database';
import { importController, importerOf, type ImportJob, type RowError, rowError } from '#importing';
import { dayInChina } from '#national-codes';
import { Tag } from '#runtime';
import { type CatalogueMajor, isCorrectable, withoutSuccessor } from '../domain/catalogue.js';
import { faultOf } from '../problems.js';
import { catalogueMajors, effectiveDays } from './catalogue.js';
import { addVersion, correctCatalogue, loadCatalogue, newMajor } from './load-catalogue.js';
import { columns, majorFile, type Row } from './major-columns.js';

/** 批量载入专业目录: a version with its majors, or corrections of one before its day. Rows that are in it as they stand change nothing. */
@Tag('catalogue-imports', '批量载入专业目录: a file of majors, looked through first and then committed')
@Controller('catalogue/imports')
export class CatalogueImport extends importController<typeof columns>('city-officer') {
  readonly kind = 'catalogue-majors';
  readonly rules = majorFile;

  constructor(
    private readonly transitions: Transitions,
    private readonly audit: AuditLog,
  ) {
    super();
  }

  async refusals(tx: Transaction, rows: Row[]): Promise<RowError[]> {
    return (await look(tx, rows)).errors;
  }

  /** The whole version or none of it: majors that are missing cannot be added any more once it is in force. */
  async store(tx: Transaction, rows: Row[], job: ImportJob): Promise<RowError[]> {
    const { errors, version, from, isNew, changed } = await look(tx, rows);
    if (errors.length > 0 || job.refused > 0) return [...errors, ...rows.map(({ row }) => rowError(columns, row, 'majorCode', INCOMPLETE))]; // prettier-ignore
    if (changed.length === 0) return [];
    if (isNew) await addVersion(tx, version, from);
    const options = { actor: importerOf(job), follows: true };
    const step = isNew ? loadCatalogue : correctCatalogue;
    const [listed, added] = [changed.filter(({ before }) => before), changed.filter(({ before }) => !before)];
    await this.transitions.save(tx, catalogueMajors, step, listed, options);
    await this.transitions.save(tx, catalogueMajors, step, added, options);
    this.audit.note(tx, options.actor, step.action, [{ aggregate: 'catalogue', id: version, schoolCode: null }]); // prettier-ignore
    return [];
  }
}

const INCOMPLETE = {
  code: 'catalogue-incomplete',
  message: '专业目录须整版导入；请更正未通过的行后重新上传整个文件',
};

interface Changed {
  readonly before?: CatalogueMajor;
  readonly after: CatalogueMajor;
  readonly reason?: string | undefined;
}

/** What the rows change in their version, and what stands against them. */
async function look(tx: Transaction, rows: Row[]) {
  const today = dayInChina(tx.at);
  const { catalogueVersion: version, effectiveFrom } = rows[0]!.values;
  const loaded = (await effectiveDays(tx, [version])).get(version);
  const from = loaded ?? effectiveFrom ?? today;
  const listed = await catalogueMajors.find(tx, 'catalogue_version = $1 order by major_code for update', [version]); // prettier-ignore
  const before = new Map(listed.map((each) => [each.majorCode, each]));
  const after = new Map(before);
  const errors: RowError[] = [];
  const changed: Changed[] = [];
  for (const { row, values } of rows) {
    const known = before.get(values.majorCode);
    const major = majorOf(values, known);
    const fault = faultOfRow(values, { version, from, isLoaded: loaded !== undefined, isChanged: known !== major, today }); // prettier-ignore
    after.set(major.majorCode, major);
    if (fault) errors.push(rowError(columns, row, ...fault));
    else if (known !== major) changed.push({ before: known!, after: major, reason: values.reason });
  }
  const wrong = new Set(withoutSuccessor([...after.values()]));
  for (const { row, values } of rows)
    if (wrong.has(values.majorCode)) errors.push(rowError(columns, row, 'successorCode', faultOf('unknown-successor'))); // prettier-ignore
  return { errors, version, from, isNew: loaded === undefined, changed };
}

/** The major of a row: the one that is listed, where the row says the same. */
function majorOf(
  { catalogueVersion, majorCode, name, levels, status = 'ACTIVE', successorCode }: Row['values'],
  known: CatalogueMajor | undefined,
): CatalogueMajor {
  const major = { ...newMajor(catalogueVersion, { majorCode, name, levels, status, successorCode }), version: known?.version ?? 1 }; // prettier-ignore
  const isSame =
    known?.name === name &&
    known.status === status &&
    known.successorCode === successorCode &&
    known.levels.toSorted().join() === levels.toSorted().join();
  return isSame ? known : major;
}

type Fault = [field: keyof typeof columns, words: { code: string; message: string }];

function faultOfRow(
  { catalogueVersion, effectiveFrom, reason }: Row['values'],
  version: { version: string; from: string; isLoaded: boolean; isChanged: boolean; today: string },
): Fault | undefined {
  if (catalogueVersion !== version.version)
    return ['catalogueVersion', { code: 'other-version', message: '与第一行的目录版本不同，一个文件只载入一版' }]; // prettier-ignore
  if (effectiveFrom !== undefined && effectiveFrom !== version.from)
    return ['effectiveFrom', { code: 'other-day', message: `该版目录的施行日期为 ${version.from}` }];
  if (!version.isLoaded || !version.isChanged) return undefined;
  if (!isCorrectable(version.from, version.today)) return ['majorCode', faultOf('catalogue-in-force')];
  return reason === undefined ? ['reason', { code: 'missing', message: '更正已载入的目录须填写更正原因' }] : undefined; // prettier-ignore
}
