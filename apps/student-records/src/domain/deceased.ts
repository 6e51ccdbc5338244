import type { RefusalWords } from '#aggregates/rules';

/** Of what would let the dead study. */
export const deceasedRefusals = {
  'person-is-deceased': {
    status: 409,
    title: '该人员已登记死亡，不能注册或恢复学籍',
    detail: 'The death of the person is on record.',
    remedy:
      'Reject the registration, or leave the record as it ended. Where the death was recorded in error, reverse it first.',
  },
} as const satisfies Record<string, RefusalWords>;
