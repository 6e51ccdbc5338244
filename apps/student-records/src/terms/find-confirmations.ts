import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { selectedBy } from '#aggregates';
import { declareActions, Lists } from '#commands';
import { id, schoolCode } from '#contracts';
import { Transactions } from '#database';
import { listOf, nameBegins, pageOf, several } from '#runtime';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import { ofDay, TODAY_IN_CHINA } from '../classes/classes.js';
import { termCode } from '../domain/term.js';
import { EXPECTED_STATES, NOT_CONFIRMED_REASONS } from '../domain/term-confirmation.js';
import { HOLDER } from '../persons/person-row.js';
import { CONFIRMATION_NAMES, REASON_NAMES } from './confirmation-names.js';
import { termConfirmations } from './terms.js';

const STATES = ['CONFIRMED', 'NOT_CONFIRMED', 'MISSED'] as const;

const listed = listOf({
  filters: {
    state: several('state', z.enum(STATES)),
    term: ['term', termCode],
    schoolCode: ['school_code', schoolCode],
    name: nameBegins(),
    registrationId: ['registration_id', id],
    classId: ['class_id', id],
    reasonCode: several('reason_code', z.enum(NOT_CONFIRMED_REASONS)),
  },
  sorts: { confirmationId: ['confirmation_id'] },
  workbook: {
    sheet: '学期注册',
    columns: {
      term: '学年学期',
      schoolCode: '学校代码',
      classCode: '班级代码',
      studentNo: '学号',
      name: '姓名',
      state: { title: '注册情况', values: CONFIRMATION_NAMES },
      reasonCode: { title: '未注册原因', values: REASON_NAMES },
      remark: '备注',
      registrationId: '学籍编号',
    },
  },
});
export const ConfirmationFilter = listed.query;
export type ConfirmationFilter = z.infer<typeof ConfirmationFilter>;
export const ConfirmationExport = listed.exportQuery;
export type ConfirmationExport = z.infer<typeof ConfirmationExport>;

export const ConfirmationView = z
  .object({
    ...termConfirmations.shape,
    term: z.string(),
    studentNo: z.string().optional(),
    name: z.string(),
    classCode: z.string().optional(),
  })
  .meta({ id: 'TermConfirmation' });
export const ConfirmationPage = pageOf(ConfirmationView).meta({ id: 'TermConfirmationPage' });

const source = {
  select: `
    select ${termConfirmations.selected}, terms.term, registrations.student_no,
      persons.name, persons.name_pinyin, persons.name_initials, class.class_id, class.code as class_code
    from term_confirmations
    join terms using (term_id)
    join registrations using (registration_id)
    join persons on persons.person_id = ${HOLDER}
    left join class_memberships membership
      on membership.registration_id = term_confirmations.registration_id and ${ofDay('membership', TODAY_IN_CHINA)}
    left join classes class on class.class_id = membership.class_id`,
  itemOf: ({ term, student_no, name, class_code, ...row }: Record<string, unknown>) =>
    ConfirmationView.parse({
      ...termConfirmations.stateOf(row),
      term,
      name,
      studentNo: student_no ?? undefined,
      classCode: class_code ?? undefined,
    }),
};
selectedBy(termConfirmations, listed, () => source);

export const TermProgress = z
  .object({
    term: termCode,
    counts: z.array(
      z.object({
        schoolCode,
        confirmed: z.int(),
        notConfirmed: z.int(),
        missed: z.int(),
        waiting: z.int().describe('Who studies today and of whom the school has said nothing yet'),
      }),
    ),
  })
  .meta({ id: 'TermProgress' });

const PROGRESS = `
  select registration.school_code as "schoolCode",
    count(*) filter (where known.state = 'CONFIRMED')::int as confirmed,
    count(*) filter (where known.state = 'NOT_CONFIRMED')::int as "notConfirmed",
    count(*) filter (where known.state = 'MISSED')::int as missed,
    count(*) filter (where known.state is null)::int as waiting
  from terms term
  join registrations registration on registration.start_on <= term.end_on
  left join term_confirmations known
    on known.term_id = term.term_id and known.registration_id = registration.registration_id
  where term.term = $1 and term.state = 'OPEN' and (known.state is not null or registration.state = any($2))
    and ($3::text is null or registration.school_code = $3)
  group by 1 order by 1`;

const { 'export-term-confirmations': action } = declareActions({
  'export-term-confirmations': { zh: '导出了学期注册名单', en: 'exported a list of confirmations of a term' },
});

/** 学期注册: who was confirmed, who was not, and how far each school is. */
@Injectable()
export class FindConfirmations {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
  ) {}

  list(query: ConfirmationFilter, actor: Actor) {
    return this.lists.page(listed, source, query, actor);
  }

  workbook(query: ConfirmationExport, actor: Actor): Promise<Buffer> {
    return this.lists.workbook(listed, { ...source, action }, query, actor);
  }

  /** Empty for a term that the city has not opened: that nobody was confirmed in it says nothing of anybody. */
  async progress(
    { term, schoolCode: asked }: { term: string; schoolCode?: string | undefined },
    actor: Actor,
  ): Promise<z.infer<typeof TermProgress>> {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, asked);
    const counts = await this.transactions.run(scope, (tx) =>
      tx.query(PROGRESS, [term, EXPECTED_STATES, asked ?? null]),
    );
    return TermProgress.parse({ term, counts });
  }
}
