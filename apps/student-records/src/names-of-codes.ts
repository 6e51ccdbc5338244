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
};
export const STUDY_MODE_NAMES = { FULL_TIME: '全日制', PART_TIME: '非全日制' };
export const SEASON_NAMES = { SPRING: '春季', AUTUMN: '秋季' };
export const LEVEL_NAMES = {
  INTERMEDIATE: '中级工班',
  SENIOR: '高级工班',
  PREP_TECHNICIAN: '预备技师班',
  TECHNICIAN: '技师班',
};
