import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { asOf } from '#aggregates';
import { Commands, declareActions } from '#commands';
import { day } from '#contracts';
import { Transactions } from '#database';
import { dayInChina } from '#national-codes';
import { listOf, pageOf, several } from '#runtime';
import { type Actor, scopeOf } from '#security';
import {
  COOPERATION_AIM_PERCENT,
  meetsCooperationAim,
  percentOf,
  type Share,
} from '../domain/cooperation.js';
import { cooperatesOn, offerings } from './offerings.js';

/** 按院校, 按主管部门, and 合计 of all that who asks may see: for the city the whole city. */
const REACHES = ['SCHOOL', 'AUTHORITY', 'TOTAL'] as const;

const listed = listOf({
  filters: {
    reach: several('reach', z.enum(REACHES).describe('By school, by authority, or of all together')),
    code: ['code', z.string().max(20).describe('Code of the school or of the authority')],
  },
  sorts: { reach: ['reach', 'code'] },
  workbook: {
    sheet: '校企合作占比',
    columns: {
      reach: { title: '统计范围', values: { SCHOOL: '院校', AUTHORITY: '主管部门', TOTAL: '合计' } },
      code: '代码',
      name: '名称',
      asOf: '统计日期',
      majors: '专业数',
      cooperatingMajors: '校企合作专业数',
      majorPercent: '专业占比（%，截尾）',
      meetsAim: { title: '是否达到90%以上', values: { true: '是', false: '否' } },
      offerings: '专业点数',
      cooperatingOfferings: '校企合作专业点数',
      offeringPercent: '专业点占比（%，截尾）',
    },
  },
});
const onDay = { asOf: day.optional().describe('As it was on this day; today where it is left out') };
export const ShareFilter = listed.query.extend(onDay);
export const ShareExport = listed.exportQuery.extend(onDay);

const percent = z.number().optional().describe('In percent, cut after two decimals');
export const CooperationShare = z
  .object({
    reach: z.enum(REACHES),
    code: z.string(),
    name: z.string(),
    asOf: day,
    majors: z.int().describe('Majors with an active offering: each code once, whatever its levels and modes'),
    cooperatingMajors: z.int().describe('Of those, how many have an active offering with a cooperation'),
    majorPercent: percent,
    meetsAim: z.boolean().describe(`Whether ${COOPERATION_AIM_PERCENT} % or more of the majors cooperate`),
    offerings: z.int().describe('Active offerings'),
    cooperatingOfferings: z.int(),
    offeringPercent: percent,
  })
  .meta({ id: 'CooperationShare' });
export const SharePage = pageOf(CooperationShare);

/** $1 the day, $2 until when what counts was recorded. What cooperations there were is told by their own days. */
const SHARES = `
  with taught as (${asOf(offerings, { select: 'entry.school_code, entry.state, major_code, cooperations', on: '$1::date', known: '$2' })}),
  active as (
    select school_code, major_code, ${cooperatesOn('$1::date')} as cooperates
    from taught where state = 'ACTIVE')
  select reach, code, unit.name, $1::date as "asOf", count(distinct major_code)::int as majors,
    count(distinct major_code) filter (where cooperates)::int as "cooperatingMajors",
    count(*)::int as offerings, count(*) filter (where cooperates)::int as "cooperatingOfferings"
  from active join schools using (school_code) join authorities using (authority_code)
  cross join lateral (values ('SCHOOL', school_code, schools.name), ('AUTHORITY', authority_code, authorities.name),
    ('TOTAL', '', '合计')) as unit (reach, code, name)
  group by reach, code, unit.name`;

type Row = z.infer<typeof CooperationShare>;

const { 'export-cooperation-shares': EXPORT } = declareActions({
  'export-cooperation-shares': { zh: '导出了校企合作占比', en: 'exported the shares of cooperation' },
});

/** 校企合作占比, of majors and of offerings. */
@Injectable()
export class CooperationShares {
  constructor(
    private readonly transactions: Transactions,
    private readonly commands: Commands,
  ) {}

  list({ asOf: on, ...query }: z.infer<typeof ShareFilter>, actor: Actor) {
    return this.transactions.run(scopeOf(actor), (tx) => listed.page(tx, query, source(tx.at, on)));
  }

  workbook({ asOf: on, ...query }: z.infer<typeof ShareExport>, actor: Actor): Promise<Buffer> {
    return this.commands.look(actor, EXPORT, (tx) => listed.workbook(tx, query, source(tx.at, on)));
  }
}

const source = (at: Date, on = dayInChina(at)) => ({
  select: SHARES,
  parameters: [on, at],
  itemOf: (row: Row): Row => {
    const majors: Share = { all: row.majors, cooperating: row.cooperatingMajors };
    const taught: Share = { all: row.offerings, cooperating: row.cooperatingOfferings };
    const percents = { majorPercent: percentOf(majors), offeringPercent: percentOf(taught) };
    return CooperationShare.parse({ ...row, ...percents, meetsAim: meetsCooperationAim(majors) });
  },
});
