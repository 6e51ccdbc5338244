import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Commands, declareActions } from '#commands';
import { day, id, RegistrationState } from '#contracts';
import { type Transaction, Transactions } from '#database';
import { dayInChina } from '#national-codes';
import { listOf, nameBegins, pageOf, Problem } from '#runtime';
import { type Actor, scopeOf } from '#security';
import { HOLDER } from '../persons/person-row.js';
import { problems } from '../problems.js';
import { COUNTED_STATES } from './class-view.js';
import { ofDay } from './classes.js';

const listed = listOf({
  filters: { name: nameBegins() },
  sorts: { registrationId: ['registration_id'] },
  workbook: {
    sheet: '班级名册',
    columns: {
      classCode: '班级代码',
      className: '班级名称',
      studentNo: '学号',
      name: '姓名',
      fromOn: '编入日期',
      exceptionReason: '例外原因',
      registrationId: '学籍编号',
    },
  },
});
const on = day.optional().describe('The day that the roster is of; today where it is left out');
export const RosterFilter = listed.query.extend({ on });
export type RosterFilter = z.infer<typeof RosterFilter>;
export const RosterExport = listed.exportQuery.extend({ on });
export type RosterExport = z.infer<typeof RosterExport>;

export const ClassStudent = z
  .object({
    registrationId: id,
    membershipId: id,
    classCode: z.string(),
    className: z.string(),
    studentNo: z.string().optional(),
    name: z.string(),
    state: RegistrationState.optional().describe('As it stood on the day; absent before the registration'),
    fromOn: day,
    toOn: day.optional(),
    exceptionReason: z.string().optional(),
  })
  .meta({ id: 'ClassStudent' });
export const RosterPage = pageOf(ClassStudent).meta({ id: 'ClassStudentPage' });

/** Who was in class `$1` on day `$2`, and studied (`$3`) or waited for the registration then. */
const ON_A_DAY = `
  select registration_id, membership.membership_id, classes.code as class_code, classes.name as class_name,
    registrations.student_no, persons.name, persons.name_pinyin, persons.name_initials,
    past.state, membership.from_on, membership.to_on, membership.exception_reason
  from class_memberships membership
  join classes using (class_id)
  join registrations using (registration_id)
  join persons on persons.person_id = ${HOLDER}
  left join lateral (
    select entry.state from registrations_history entry
    where entry.registration_id = membership.registration_id and entry.effective_on <= $2
    order by entry.version desc limit 1
  ) past on true
  where class_id = $1 and ${ofDay('membership', '$2::date')} and coalesce(past.state = any($3), true)`;

const { 'export-class-roster': EXPORT_ROSTER } = declareActions({
  'export-class-roster': { zh: '导出了班级名册', en: 'exported the roster of a class' },
});

/** 班级名册, as of any day. */
@Injectable()
export class ClassRoster {
  constructor(
    private readonly transactions: Transactions,
    private readonly commands: Commands,
  ) {}

  /** @throws Problem 404, also for a class of another school */
  page(classId: string, query: RosterFilter, actor: Actor) {
    return this.transactions.run(scopeOf(actor), async (tx) =>
      listed.page(tx, query, await this.source(tx, classId, query)),
    );
  }

  /** Written down: it has names. @throws Problem 404, 422 */
  workbook(classId: string, query: RosterExport, actor: Actor): Promise<Buffer> {
    return this.commands.look(actor, EXPORT_ROSTER, async (tx) =>
      listed.workbook(tx, query, await this.source(tx, classId, query)),
    );
  }

  private async source(tx: Transaction, classId: string, query: { on?: string | undefined }) {
    const known = await tx.query('select from classes where class_id = $1', [classId]);
    if (known.length === 0) throw new Problem(problems['not-found']);
    return {
      select: ON_A_DAY,
      parameters: [classId, query.on ?? dayInChina(tx.at), COUNTED_STATES],
      itemOf: (row: Record<string, unknown>) => studentOf(row),
    };
  }
}

const studentOf = (row: Record<string, unknown>): z.infer<typeof ClassStudent> =>
  ClassStudent.parse({
    registrationId: row.registration_id,
    membershipId: row.membership_id,
    classCode: row.class_code,
    className: row.class_name,
    studentNo: row.student_no ?? undefined,
    name: row.name,
    state: row.state ?? undefined,
    fromOn: row.from_on,
    toOn: row.to_on ?? undefined,
    exceptionReason: row.exception_reason ?? undefined,
  });
