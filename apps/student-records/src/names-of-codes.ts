import type { RegistrationState } from './domain/registration-states.js';

/** What codes are called in workbooks. */
export const STATE_NAMES = {
  SUBMITTED: '待审',
  REJECTED: '不予注册',
  ACTIVE: '在读',
  ON_LEAVE: '休学',
  RETAINED: '保留学籍',
  TRANSFER_PENDING: '转学中',
  TRANSFERRED_OUT: '转出',
  WITHDRAWN: '退学',
  EXPELLED: '开除',
  DECEASED: '死亡',
  CANCELLED: '注销',
  COMPLETED: '结业',
  GRADUATED: '毕业',
  GRADUATION_REVOKED: '毕业已撤销',
} satisfies Record<RegistrationState, string>;
export const STUDY_MODE_NAMES = { FULL_TIME: '全日制', PART_TIME: '非全日制' };
export const PROGRAMME_NAMES = {
  REGULAR: '常规',
  NEW_APPRENTICESHIP: '企业新型学徒制',
  ORDER_CLASS: '订单班',
  INDUSTRY_COLLEGE: '产业学院',
};
export const SOURCE_NAMES = {
  JUNIOR_CURRENT: '应届初中毕业生',
  JUNIOR_PAST: '往届初中毕业生',
  SENIOR_CURRENT: '应届高中毕业生',
  SENIOR_PAST: '往届高中毕业生',
  VOCATIONAL_GRAD: '中职毕业生',
  ENTERPRISE_EMPLOYEE: '企业职工',
  VETERAN: '退役军人',
  POVERTY_LIFTED: '脱贫人口',
  RURAL_MIGRANT: '农民工',
  UNEMPLOYED_COLLEGE_GRAD: '未就业高校毕业生',
  OTHER: '其他',
};
export const SEX_NAMES = { 0: '未知', 1: '男', 2: '女', 9: '未说明' };
export const SEASON_NAMES = { SPRING: '春季', AUTUMN: '秋季' };
export const LEVEL_NAMES = {
  INTERMEDIATE: '中级工班',
  SENIOR: '高级工班',
  PREP_TECHNICIAN: '预备技师班',
  TECHNICIAN: '技师班',
};

export const HONOUR_NAMES = { OUTSTANDING_GRADUATE: '优秀学生毕业生', OUTSTANDING_CADRE: '优秀毕业生干部' };
