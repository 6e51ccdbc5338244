/** Why something could not be done to one item: a stable code, a title for the registrar, a detail for programs. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly title: string;
  readonly detail: string;
}

export const REFUSALS = {
  'not-found': ['未找到该记录', 'There is no such record within your scope.'],
  'unknown-school': ['院校不存在', 'No school with this code is registered.'],
  'unknown-major': ['专业不在该版专业目录中', 'The catalogue version does not list this major.'],
  'unknown-offering': ['专业点不存在', 'The school has no such offering.'],
  'school-not-active': ['院校已停办或合并', 'The school is closed or merged.'],
  'level-not-in-catalogue': [
    '专业目录未列该专业的这一培养层次',
    'The catalogue does not list this level for the major.',
  ],
  'level-above-school-type': [
    '该类院校不承担这一培养层次',
    'A school of this type does not run classes of this level.',
  ],
  'offering-not-active': ['专业点已停招或撤销', 'The offering is stopped or closed.'],
  'not-qualified': [
    '学校现无覆盖该层次、学习形式和范围的有效招生资质',
    'No qualification that is published and valid today covers this level, study mode and scope.',
  ],
  'wrong-state': ['当前状态不允许此操作', 'The record is not in a state that allows this transition.'],
  'approver-is-submitter': ['不能审批本人提交的事项', 'Nobody may approve what they submitted themselves.'],
  'plan-line-published': [
    '该计划已发布，不能直接修改',
    'The plan line is published already with another number of seats.',
  ],
  'no-published-plan': [
    '没有已发布的招生计划',
    'No plan line is published for this offering, year, season and scope.',
  ],
  'quota-full': ['招生计划名额已满', 'All seats of the plan line are taken.'],
  'person-already-admitted': [
    '该人员已有有效录取，不能重复录取',
    'The person holds a live admission in the city; it has to be released first.',
  ],
  'person-named-twice': [
    '同一请求中包含该人员的另一报名，以先列者为准',
    'An application of the same person stands before this one in the request; a person is admitted once.',
  ],
  'application-erased': [
    '该报名的个人信息已删除',
    'The personal data of the application was erased; there is nothing to show.',
  ],
  'admission-is-live': [
    '该报名已录取，不能删除个人信息',
    'The applicant is admitted; nothing of them can be erased.',
  ],
  'erased-by-student-records': [
    '该人员已报到，个人信息删除须由学籍系统办理',
    'The person has checked in; student records erases them, here as well.',
  ],
  'already-applied': [
    '该人员已报名同一专业点',
    'The person has a live application for the same offering, year and season.',
  ],
} as const satisfies Record<string, readonly [title: string, detail: string]>;

export type RefusalCode = keyof typeof REFUSALS;

export function refusal(code: RefusalCode): Refusal {
  const [title, detail] = REFUSALS[code];
  return { code, title, detail };
}

/** A refused item of a batch; `id` is the id that the caller gave, or its natural key. */
export interface RefusedItem extends Refusal {
  readonly id: string;
}

export const refusedItem = (id: string, code: RefusalCode): RefusedItem => ({ id, ...refusal(code) });
