import type { Transitions } from '#aggregates';
import type { Transaction } from '#database';
import type { RowError } from '#importing';
import type { Actor } from '#security';
import { classes } from '../classes/classes.js';
import { placeInClass } from '../classes/place-students.js';
import type { Active, Registration } from '../domain/registration-states.js';
import type { Cells, Row } from './stock-columns.js';
import { classWarning } from './unfit-stock.js';

const classesNamed = async (tx: Transaction, schoolCode: string, codes: readonly (string | undefined)[]) => {
  const found = await classes.find(tx, `school_code = $1 and code = any($2) and state <> 'CLOSED'`, [schoolCode, codes.filter(Boolean)]); // prettier-ignore
  return new Map(found.map((each) => [each.code, each]));
};

/** Rows that name a class in which nobody can be placed: they are taken over without it. */
export async function unplaceable(
  tx: Transaction,
  rows: readonly Row[],
  schoolCode: string,
): Promise<RowError[]> {
  const known = await classesNamed(tx, schoolCode, rows.map(({ values }) => values.classCode)); // prettier-ignore
  return rows.flatMap(({ row, values: { classCode, classSince, startOn, level, studyMode, majorCode } }) => {
    if (classCode === undefined) return [];
    const named = known.get(classCode);
    if (!named) return classWarning(row, 'class-not-known', '本校没有该班级或已结班，接管后再编班');
    if (classSince && classSince < startOn) return classWarning(row, 'before-entry', '编入班级日期早于入学日期，接管后再编班'); // prettier-ignore
    const fits =
      named.level === level && named.studyMode === studyMode && named.major.majorCode === majorCode;
    return fits
      ? []
      : classWarning(row, 'class-does-not-fit', '学习形式、层次或专业与班级不符，接管后再编班');
  });
}

/** 编班 of who was taken over, by the rule of every placing; who does not fit stays without a class, as was warned. */
export async function placeStock(
  tx: Transaction,
  transitions: Transitions,
  saved: readonly Active[],
  rowOf: (each: Registration) => Cells,
  actor: Actor,
): Promise<void> {
  const named = saved.filter((each) => rowOf(each).classCode !== undefined);
  if (named.length === 0) return;
  const input = (each: Registration) => {
    const { classCode, classSince, startOn } = rowOf(each);
    return { classCode, effectiveOn: classSince ?? startOn };
  };
  await transitions.take(tx, placeInClass, named, input, { actor });
}
