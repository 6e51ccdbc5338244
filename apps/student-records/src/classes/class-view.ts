import { z } from 'zod';
import type { Transaction } from '#database';
import { dayInChina } from '#national-codes';
import { type Class, headTeacherOn } from '../domain/class.js';
import { LIVE_STATES } from '../domain/registration-states.js';
import { classes, ofDay } from './classes.js';

/** 班级, with who teaches it and how many are in it today. */
export const ClassView = z
  .object({
    ...classes.shape,
    headTeacher: z.string().optional().meta({ description: '现任班主任' }),
    students: z.int().meta({ description: '班内人数: who is live, or waits for it, and in it today' }),
  })
  .meta({ id: 'Class' });
export type ClassView = Class & { readonly headTeacher?: string; readonly students: number };

/** Whose membership counts: who is live, and who waits for it. */
export const COUNTED_STATES = ['SUBMITTED', ...LIVE_STATES];

/** What {@link viewOfClass} reads: `$1` is the day, `$2` are {@link COUNTED_STATES}. */
export const SELECT_CLASSES = `
  select ${classes.selected}, (
    select count(*)::int from class_memberships membership join registrations using (registration_id)
    where membership.class_id = classes.class_id and ${ofDay('membership', '$1::date')} and registrations.state = any($2)
  ) as students
  from classes`;

export type ClassRow = Record<string, unknown> & { readonly students: number };

export const viewOfClass = ({ students, ...row }: ClassRow, today: string): ClassView => {
  const state = classes.stateOf(row);
  return ClassView.parse({ ...state, headTeacher: headTeacherOn(state, today), students }) as ClassView;
};

export async function shownClass(tx: Transaction, { classId }: Class): Promise<ClassView> {
  const today = dayInChina(tx.at);
  const [row] = await tx.query<ClassRow>(`${SELECT_CLASSES} where class_id = $3`, [
    today,
    COUNTED_STATES,
    classId,
  ]);
  return viewOfClass(row!, today);
}
