import type { CodeOf, RefusalWords } from '#aggregates/rules';
import { decidingRefusals } from './deciding.js';
import { identityRefusals } from './may-study.js';

/** Why an identity cannot be changed as it is asked for. */
export const identityChangeRefusals = {
  'identity-mismatch': identityRefusals['identity-mismatch'],
  'identity-unchanged': {
    status: 409,
    title: '更正后的身份信息与现有登记一致',
    detail: 'The identity is on record as it is asked for.',
    remedy: 'Compare the papers; nothing has to be corrected.',
  },
  'identity-not-approved-yet': {
    status: 409,
    title: '该人员学籍尚未批准，请直接更正待审学籍的身份信息',
    detail: 'No registration of the person is approved: nothing fixes the identity yet.',
    remedy: 'The school corrects the identity of the registration that waits.',
  },
  'identity-change-in-the-future': {
    status: 409,
    title: '身份信息变更的生效日期不能晚于今日',
    detail: 'The change takes effect later than today: until then the old identity is the right one.',
    remedy: 'Ask for it on the day from which it holds.',
  },
  'number-of-another-person': {
    status: 409,
    title: '该证件号码已登记在另一人名下，不能更正为该号码',
    detail: 'The number is on record as that of another person.',
    remedy:
      'Compare the papers. Where both are one person, the city merges them; where the other one bears the number wrongly, that one is corrected first.',
  },
  'identity-change-is-open': {
    status: 409,
    title: '该人员有未办结的身份信息变更',
    detail: 'Another change of the identity waits for a decision.',
    remedy: 'Let it be decided, or withdraw it first.',
  },
  'no-such-identity-change': {
    status: 409,
    title: '所引用的身份信息变更不存在、未生效或不属于该人员',
    detail: 'What is referred to is no change of this person that was applied.',
    remedy: 'Look into the list of changes of the person, and name one that was applied.',
  },
  'person-is-merged': {
    status: 409,
    title: '该人员已并入另一人员',
    detail: 'The person was merged into another one and is only an alias.',
    remedy: 'Name the person who stayed, or undo that merge.',
  },
  'death-on-record': {
    status: 409,
    title: '该人员已登记离校后死亡，不能合并、拆分或撤销合并、拆分；须先撤销死亡登记',
    detail:
      'A death is confirmed that marks all records of the person; it would stay on those that become another one’s.',
    remedy:
      'Let an officer of the city reverse the death, ask again, and report the death of the person whom the papers name.',
  },
  'same-person': {
    status: 409,
    title: '不能与本人合并',
    detail: 'Both ids are of the same person.',
    remedy: 'Name two persons.',
  },
  'two-live-registrations': {
    status: 409,
    title: '两人均有在籍学籍，合并后将同时有两个在籍学籍',
    detail: 'Both have a live registration, and a person has one.',
    remedy:
      'End the registration that is not right by a status change, such as a cancellation, and ask again.',
  },
  'split-not-possible': {
    status: 409,
    title: '只能拆出该人员的部分学籍，转学前后的学籍须一并拆出',
    detail:
      'What is split off must be registrations of the person, not all of them, and those before and after a transfer together.',
    remedy: 'Name those of the other person; where all are, correct the identity instead.',
  },
  'not-undoable': {
    status: 409,
    title: '该合并或拆分之后又有变更，不能直接撤销',
    detail: 'A later merge or split of these persons, or a new registration, rests on it.',
    remedy: 'Undo the later one first; persons who were split and have registered since are merged.',
  },
} as const satisfies Record<string, RefusalWords>;
export type IdentityChangeRefusal = CodeOf<typeof identityChangeRefusals>;

/** The same when it is decided on. */
export const identityDecisionRefusals = {
  'identity-change-not-open': {
    status: 409,
    title: '该身份信息变更不在待审状态',
    detail: 'The change of identity does not wait for a decision.',
    remedy: 'Read the change: it was decided or withdrawn already.',
  },
  ...decidingRefusals,
  ...identityChangeRefusals,
} as const satisfies Record<string, RefusalWords>;
