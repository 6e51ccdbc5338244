/** What states and reasons are called in files. */
export const CONFIRMATION_NAMES = {
  CONFIRMED: '已注册',
  NOT_CONFIRMED: '未注册',
  MISSED: '逾期未注册',
} as const;
export const REASON_NAMES = {
  NOT_RETURNED: '未返校',
  LEAVING: '拟退学',
  FEES_OPEN: '未缴费',
  ILLNESS: '因病',
  OTHER: '其他',
} as const;
