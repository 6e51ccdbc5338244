import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { selectedBy } from '#aggregates';
import { declareActions, Lists } from '#commands';
import { id, schoolCode } from '#contracts';
import { Transactions } from '#database';
import { listOf, nameBegins, pageOf, several } from '#runtime';
import { type Actor, scopeOf } from '#security';
import { HONOUR_KINDS } from '../domain/honour.js';
import type { RegistrationRules } from '../domain/rules.js';
import { HONOUR_NAMES } from '../names-of-codes.js';
import { HOLDER } from '../persons/person-row.js';
import { honours } from './honours.js';

const STATES = ['NOMINATED', 'CANCELLED', 'DECLINED', 'AWARDED', 'PUBLISHED', 'WITHDRAWN'] as const;
const year = z.coerce.number().int().min(2000).max(2100);

const listed = listOf({
  filters: {
    state: several('state', z.enum(STATES)),
    schoolCode: ['school_code', schoolCode],
    registrationId: ['registration_id', id],
    kind: ['kind', z.enum(HONOUR_KINDS)],
    year: ['year', year],
    name: nameBegins(),
  },
  sorts: { honourId: ['honour_id'] },
  workbook: {
    sheet: '评优',
    columns: {
      year: '年度',
      kind: {
        title: '荣誉',
        values: HONOUR_NAMES,
      },
      schoolCode: '学校代码',
      studentNo: '学号',
      name: '姓名',
      merits: '主要事迹',
      state: {
        title: '状态',
        values: {
          NOMINATED: '已推荐',
          CANCELLED: '已撤回',
          DECLINED: '未评定',
          AWARDED: '已评定',
          PUBLISHED: '已公布',
          WITHDRAWN: '已撤销',
        },
      },
      decisionNo: '决定文号',
      registrationId: '学籍编号',
    },
  },
});
export const HonourFilter = listed.query;
export type HonourFilter = z.infer<typeof HonourFilter>;
export const HonourExport = listed.exportQuery;
export type HonourExport = z.infer<typeof HonourExport>;

export const HonourView = z
  .object({ ...honours.shape, studentNo: z.string().optional(), name: z.string() })
  .meta({ id: 'Honour' });
export const HonourPage = pageOf(HonourView).meta({ id: 'HonourPage' });

const source = {
  select: `
    select ${honours.selected}, registrations.student_no, persons.name, persons.name_pinyin, persons.name_initials
    from honours
    join registrations using (registration_id)
    join persons on persons.person_id = ${HOLDER}`,
  itemOf: ({ student_no, name, ...row }: Record<string, unknown>) =>
    HonourView.parse({ ...honours.stateOf(row), name, studentNo: student_no ?? undefined }),
};
selectedBy(honours, listed, () => source);

export const HonourQuotaQuery = z.strictObject({ year });
export const HonourQuotas = z
  .object({
    year: z.int(),
    counts: z.array(
      z.object({
        kind: z.enum(HONOUR_KINDS),
        quota: z.int().describe('How many the city awards in a year'),
        nominated: z.int().describe('Who waits for the decision, within your reach'),
        awarded: z.int().describe('Awarded or published, within your reach'),
      }),
    ),
  })
  .meta({ id: 'HonourQuotas' });

const { 'export-honours': action } = declareActions({
  'export-honours': { zh: '导出了评优名单', en: 'exported a list of honours' },
});

@Injectable()
export class FindHonours {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
  ) {}

  list(query: HonourFilter, actor: Actor) {
    return this.lists.page(listed, source, query, actor);
  }

  workbook(query: HonourExport, actor: Actor): Promise<Buffer> {
    return this.lists.workbook(listed, { ...source, action }, query, actor);
  }

  async quotas(asked: number, { honourQuotas }: RegistrationRules, actor: Actor) {
    const rows = await this.transactions.run(scopeOf(actor), (tx) =>
      tx.query<{ kind: string; nominated: number; awarded: number }>(
        `select kind, count(*) filter (where state = 'NOMINATED')::int as nominated,
           count(*) filter (where state in ('AWARDED', 'PUBLISHED'))::int as awarded
         from honours where year = $1 group by 1`,
        [asked],
      ),
    );
    const byKind = new Map(rows.map((row) => [row.kind, row]));
    const counts = HONOUR_KINDS.map((kind) => {
      const { nominated = 0, awarded = 0 } = byKind.get(kind) ?? {};
      return { kind, quota: honourQuotas[kind], nominated, awarded };
    });
    return { year: asked, counts };
  }
}
