import type { RefusalWords } from '#aggregates/rules';

/** What several rules refuse. */

export const wrongState = {
  'wrong-state': {
    status: 409,
    title: '当前状态不允许此操作',
    detail: 'The record is not in a state that allows this transition.',
    remedy: 'Read the record: it was moved on already, or the step before is missing.',
  },
} as const satisfies Record<string, RefusalWords>;

export const inactive = {
  'school-not-active': {
    status: 409,
    title: '院校已停办或合并',
    detail: 'The school is closed or merged.',
    remedy: 'A school that is closed or merged recruits no more.',
  },
  'offering-not-active': {
    status: 409,
    title: '专业点已停招或撤销',
    detail: 'The offering is stopped or closed.',
    remedy: 'Choose an offering that is open.',
  },
} as const satisfies Record<string, RefusalWords>;

export const unknownSchool = {
  'unknown-school': {
    status: 422,
    title: '院校不存在',
    detail: 'No school with this code is registered.',
    remedy: 'Register the school first, or correct `schoolCode`.',
  },
} as const satisfies Record<string, RefusalWords>;

export const unknownOffering = {
  'unknown-offering': {
    status: 422,
    title: '专业点不存在',
    detail: 'The school has no such offering.',
    remedy: 'Ask `GET /offerings` for those of the school.',
  },
} as const satisfies Record<string, RefusalWords>;

export const levelTooHigh = {
  'level-above-school-type': {
    status: 409,
    title: '该类院校不承担这一培养层次',
    detail: 'A school of this type does not run classes of this level.',
    remedy: 'Choose a level that a school of this type may run, or correct its type.',
  },
} as const satisfies Record<string, RefusalWords>;

export const effectiveDay = {
  'effective-day-not-possible': {
    status: 409,
    title: '生效日期过早或过晚',
    detail:
      'The effective day lies before the last change that is in force, more than a year back, or after what it changes has ended.',
    remedy: 'Give `effectiveOn` within these days, or leave it out for today.',
  },
} as const satisfies Record<string, RefusalWords>;

export const noPublishedPlan = {
  'no-published-plan': {
    status: 409,
    title: '没有已发布的招生计划',
    detail: 'No plan line is published for this offering, year, season and scope.',
    remedy: 'Have a plan line published for this offering, year, season and scope.',
  },
} as const satisfies Record<string, RefusalWords>;

export const notQualified = {
  'not-qualified': {
    status: 409,
    title: '学校现无覆盖该层次、学习形式和范围的有效招生资质',
    detail: 'No qualification that is published and valid covers this level, study mode and scope.',
    remedy: 'Have a qualification published that covers level, study mode, scope and the day.',
  },
} as const satisfies Record<string, RefusalWords>;
