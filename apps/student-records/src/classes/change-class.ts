import { inBatches, transition } from '#aggregates';
import { day } from '#contracts';
import type { Transaction } from '#database';
import { dayInChina } from '#national-codes';
import { accountableReason } from '#security';
import * as rules from '../domain/class.js';
import { classFields, headTeacher } from './class-fields.js';
import { COUNTED_STATES } from './class-view.js';
import { classes } from './classes.js';

const bySchool = { roles: ['school-registrar', 'school-principal'], refuses: rules.classRefusals } as const;

/** Which codes other classes of the school have. */
async function takenCodes(
  tx: Transaction,
  [known]: readonly rules.Class[],
  _given: object,
  inputOf: (each: rules.Class) => rules.ClassChange,
) {
  const { code = known!.code } = inputOf(known!);
  const found = await classes.find(tx, 'school_code = $1 and code = $2', [known!.schoolCode, code]);
  return { taken: (_: string, but: rules.Class) => found.some(({ classId }) => classId !== but.classId) };
}

/** 班级更名 */
export const changeClass = transition(classes, {
  ...bySchool,
  name: 'change-class',
  path: ':classId/change',
  sentence: { zh: '变更了班级', en: 'changed the class' },
  input: {
    code: classFields.code.optional(),
    name: classFields.name.optional(),
    plannedSize: classFields.plannedSize.optional(),
    reason: accountableReason.meta({ example: '名称录入有误' }),
  },
  context: takenCodes,
  decide: rules.changeClass,
});

/** 更换班主任 */
export const appointHeadTeacher = transition(classes, {
  ...bySchool,
  name: 'appoint-head-teacher',
  path: ':classId/appoint-head-teacher',
  sentence: { zh: '任命了班主任', en: 'appointed the head teacher' },
  input: {
    headTeacher,
    fromOn: day.meta({ description: '任职日期', example: '2026-09-01' }),
    reason: accountableReason.optional().meta({ example: '岗位调整' }),
  },
  decide: rules.appointHeadTeacher,
  noted: (_, { fromOn: effectiveOn, reason }) => ({ effectiveOn, reason }),
});

/** How many live students are in each class, or will be. */
async function studentsIn(tx: Transaction, states: readonly rules.Class[]) {
  const rows = await tx.query<{ class_id: string; students: number }>(
    `select class_id, count(*)::int as students from class_memberships membership join registrations using (registration_id)
     where class_id = any($1) and membership.state <> 'UNDONE' and coalesce(membership.to_on >= $3, true)
       and registrations.state = any($2)
     group by 1`,
    [states.map(({ classId }) => classId), COUNTED_STATES, dayInChina(tx.at)],
  );
  const counts = new Map(rows.map((row) => [row.class_id, row.students]));
  return { studentsOf: ({ classId }: rules.Class) => counts.get(classId) ?? 0 };
}

/** 撤班 */
export const closeClass = transition(classes, {
  ...bySchool,
  name: 'close-class',
  path: ':classId/close',
  sentence: { zh: '撤销了班级', en: 'closed the class' },
  input: {
    closedOn: day.meta({ description: '撤班日期', example: '2026-07-10' }),
    reason: accountableReason.meta({ example: '全班毕业' }),
  },
  context: studentsIn,
  decide: rules.closeClass,
  noted: (_, { closedOn: effectiveOn, reason }) => ({ effectiveOn, reason }),
});
export const closeClasses = inBatches(closeClass);

/** 恢复班级 */
export const reopenClass = transition(classes, {
  ...bySchool,
  name: 'reopen-class',
  path: ':classId/reopen',
  sentence: { zh: '恢复了班级', en: 'reopened the class' },
  input: { reason: accountableReason.meta({ example: '撤班有误' }) },
  decide: rules.reopenClass,
});
