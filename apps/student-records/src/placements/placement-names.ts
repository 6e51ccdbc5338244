/** What codes of placements are called in files. */
export const KIND_NAMES = { POST: '岗位实习', COGNITION: '认识实习' } as const;
export const PLACEMENT_STATE_NAMES = {
  AGREED: '已安排',
  ENDED: '已结束',
  BROKEN_OFF: '已中止',
  CANCELLED: '已作废',
} as const;
export const BREAK_REASON_NAMES = {
  STUDENT_WISH: '学生要求',
  EMPLOYER_WISH: '单位要求',
  SAFETY: '安全原因',
  BREACH: '违约',
  ILLNESS: '因病',
  OTHER: '其他',
} as const;
