import { Injectable } from '@nestjs/common';
import { Commands, declareActions } from '#commands';
import { Transactions } from '#database';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import { aidRefusal, ENROLLED_STATES } from '../domain/figures.js';
import { LEVEL_NAMES, PROGRAMME_NAMES, SEX_NAMES, SOURCE_NAMES, STATE_NAMES, STUDY_MODE_NAMES, } from '../names-of-codes.js'; // prettier-ignore
import { PersonVault } from '../persons/person-vault.js';
import { figureColumns, footedWorkbook } from './footed-workbook.js';
import { type MovementsQuery, movementsOf } from './movements.js';
import { stockOf, type StockQuery } from './stock.js';
import { studentsOn, type StudentsQuery } from './students-on.js';

const {
  'export-figures': EXPORT_FIGURES,
  'export-roster': EXPORT_ROSTER,
  'export-aid-eligibility': EXPORT_AID,
} = declareActions({
  'export-figures': { zh: '导出了学籍统计表', en: 'exported figures of registrations' },
  'export-roster': { zh: '导出了在校生名册', en: 'exported the list of students' },
  'export-aid-eligibility': { zh: '导出了资助资格名单', en: 'exported who is eligible for aid' },
});

const STUDENT_COLUMNS = [
  { field: 'schoolCode', title: '学校代码' },
  { field: 'studentNo', title: '学号' },
  { field: 'name', title: '姓名' },
  { field: 'sex', title: '性别', values: SEX_NAMES },
  { field: 'idNumber', title: '证件号码' },
  { field: 'studyMode', title: '学习形式', values: STUDY_MODE_NAMES },
  { field: 'level', title: '层次', values: LEVEL_NAMES },
  { field: 'majorCode', title: '专业代码' },
  { field: 'majorName', title: '专业名称' },
  { field: 'programmeType', title: '培养类型', values: PROGRAMME_NAMES },
  { field: 'sourceType', title: '生源类别', values: SOURCE_NAMES },
  { field: 'startOn', title: '入学日期' },
  { field: 'state', title: '学籍状态', values: STATE_NAMES },
];
const MOVEMENT_TITLES = {
  opening: '期初在校生',
  entered: '增加合计',
  intake: '招生',
  returned: '复学',
  transferredIn: '转入',
  otherIn: '其他增加',
  left: '减少合计',
  graduated: '毕业',
  completed: '结业',
  onLeave: '休学',
  retained: '保留学籍',
  withdrawn: '退学',
  expelled: '开除',
  deceased: '死亡',
  transferredOut: '转出',
  cancelled: '注销',
  otherOut: '其他减少',
  movedWithin: '校内变动',
  closing: '期末在校生',
};

/** 学籍统计, of any day and by what was known at any moment. */
@Injectable()
export class FindFigures {
  constructor(
    private readonly transactions: Transactions,
    private readonly commands: Commands,
    private readonly vault: PersonVault,
  ) {}

  async stock(query: StockQuery, actor: Actor) {
    expectOwnSchool(scopeOf(actor), query.schoolCode);
    return this.transactions.run(scopeOf(actor), (tx) => stockOf(tx, query));
  }

  async movements(query: MovementsQuery, actor: Actor) {
    expectOwnSchool(scopeOf(actor), query.schoolCode);
    return this.transactions.run(scopeOf(actor), (tx) => movementsOf(tx, query));
  }

  async stockTable(query: StockQuery, actor: Actor): Promise<Buffer> {
    expectOwnSchool(scopeOf(actor), query.schoolCode);
    const { rows, total } = await this.commands.look(actor, EXPORT_FIGURES, (tx) => stockOf(tx, query));
    const columns = figureColumns(query.by, { enrolled: '在校生', live: '在籍学生' });
    return footedWorkbook(
      { sheet: '在校生统计', heading: `在校生统计（${query.asOf}）`, columns },
      rows,
      total,
    );
  }

  async movementTable(query: MovementsQuery, actor: Actor): Promise<Buffer> {
    expectOwnSchool(scopeOf(actor), query.schoolCode);
    const { rows, total } = await this.commands.look(actor, EXPORT_FIGURES, (tx) => movementsOf(tx, query));
    const heading = `在校生变动情况（${query.from} 至 ${query.to}）`;
    return footedWorkbook({ sheet: '在校生变动', heading, columns: figureColumns(query.by, MOVEMENT_TITLES) }, rows, total); // prettier-ignore
  }

  /** 在校生名册. @throws Problem 422 */
  async roster(query: StudentsQuery, actor: Actor): Promise<Buffer> {
    const students = await this.students(query, actor, EXPORT_ROSTER);
    const enrolled = students.filter(({ state }) => ENROLLED_STATES.includes(state));
    const about = { sheet: '在校生名册', heading: `在校生名册（${query.asOf}）`, columns: STUDENT_COLUMNS };
    return footedWorkbook(about, enrolled, { studentNo: enrolled.length });
  }

  /** 资助资格: who of those on the register is eligible, and why others are not. @throws Problem 422 */
  async aidEligibility(query: StudentsQuery, actor: Actor): Promise<Buffer> {
    const students = await this.students(query, actor, EXPORT_AID);
    const rows = students.map((student) => {
      const reason = aidRefusal(student);
      return { ...student, eligible: reason === undefined ? 1 : 0, ineligible: reason === undefined ? 0 : 1, reason }; // prettier-ignore
    });
    const columns = [
      ...STUDENT_COLUMNS,
      { field: 'eligible', title: '符合' },
      { field: 'ineligible', title: '不符合' },
      { field: 'reason', title: '不符合原因' },
    ];
    const eligible = rows.reduce((all, row) => all + row.eligible, 0);
    const footing = { studentNo: rows.length, eligible, ineligible: rows.length - eligible };
    return footedWorkbook(
      { sheet: '资助资格', heading: `资助资格名单（${query.asOf}）`, columns },
      rows,
      footing,
    );
  }

  private async students(query: StudentsQuery, actor: Actor, action: typeof EXPORT_ROSTER) {
    expectOwnSchool(scopeOf(actor), query.schoolCode);
    const found = await this.commands.look(actor, action, (tx) => studentsOn(tx, this.vault, query));
    return found.map(({ major, ...student }) => ({
      ...student,
      majorCode: major.majorCode,
      majorName: major.name,
    }));
  }
}
