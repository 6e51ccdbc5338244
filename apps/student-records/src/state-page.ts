import {
  CHANGE_DETAILS,
  CHANGE_KINDS,
  type Decider,
  REASON_WORDS,
  REQUESTED_TYPES,
} from './domain/change-kinds.js';
import { REGISTRATION_STATES, type RegistrationState } from './domain/registration-states.js';
import { defaultRules } from './domain/rules.js';
import { STATE_NAMES } from './names-of-codes.js';

interface Move {
  /** undefined where the record comes into being */
  readonly from: RegistrationState | undefined;
  readonly to: RegistrationState;
  readonly title: string;
}

/** What leads a record on and is no status change: a step of its own that decides it declares it here. */
const OTHER_MOVES: readonly Move[] = [
  { from: undefined, to: 'SUBMITTED', title: '报到' },
  { from: 'SUBMITTED', to: 'ACTIVE', title: '注册' },
  { from: 'SUBMITTED', to: 'REJECTED', title: '不予注册' },
  { from: 'ACTIVE', to: 'GRADUATED', title: '毕业' },
  { from: 'ACTIVE', to: 'COMPLETED', title: '结业' },
  { from: 'COMPLETED', to: 'GRADUATED', title: '结业转毕业' },
  { from: 'ACTIVE', to: 'TRANSFER_PENDING', title: '申请转学' },
  { from: 'TRANSFER_PENDING', to: 'ACTIVE', title: '转学未成' },
  { from: 'TRANSFER_PENDING', to: 'TRANSFERRED_OUT', title: '转出' },
  { from: 'GRADUATED', to: 'GRADUATION_REVOKED', title: '撤销毕业' },
  { from: 'COMPLETED', to: 'GRADUATION_REVOKED', title: '撤销结业' },
  { from: 'GRADUATION_REVOKED', to: 'ACTIVE', title: '恢复学习' },
];

const DECIDERS: Readonly<Record<Decider, string>> = {
  SCHOOL: '学校 · the school',
  FILED: '学校，主管部门备案 · the school, and its authority files it',
  AUTHORITY: '学校，主管部门审批 · the school, and then its authority',
  CITY: '市级 · the city alone',
};

/** `docs/status-changes.md`: the states of a student record and what leads from one to the other, out of the declarations. */
export function statePage(): string {
  const changes = REQUESTED_TYPES.flatMap(
    (type) =>
    CHANGE_KINDS[type].from.map((from): Move => ({ from, to: CHANGE_KINDS[type].to, title: CHANGE_KINDS[type].title })), // prettier-ignore
  );
  const moves = Map.groupBy([...OTHER_MOVES, ...changes], ({ from = '[*]', to }) => `${from} --> ${to}`);
  const arrows = [...moves].map(([way, each]) => `  ${way}: ${each.map(({ title }) => title).join('、')}`);
  const drawn = REGISTRATION_STATES.filter((state) => arrows.some((arrow) => arrow.includes(state)));
  const states = drawn.map((state) => `  state "${STATE_NAMES[state]} ${state}" as ${state}`);
  return `${HEAD}\n\`\`\`mermaid\nstateDiagram-v2\n${[...states, ...arrows].join('\n')}\n\`\`\`\n${TABLE_HEAD}${rows().join('\n')}\n`;
}

function rows(): string[] {
  return REQUESTED_TYPES.map((type) => {
    const { title, from, to, says = [], maySay = [], reasons, only } = CHANGE_KINDS[type];
    const named = [...says.map((each) => CHANGE_DETAILS[each]), ...maySay.map((each) => `(${CHANGE_DETAILS[each]})`)]; // prettier-ignore
    const way = `${from.map((state) => `\`${state}\``).join(', ')} → \`${to}\``;
    const why = reasons.map((reason) => REASON_WORDS[reason as keyof typeof REASON_WORDS]);
    const mode = only && (only === 'FULL_TIME' ? ', 全日制' : ', 非全日制');
    return `| ${title} \`${type}\`${mode ?? ''} | ${way} | ${named.join('、')} | ${why.join('、')} | ${DECIDERS[defaultRules.deciders[type]]} |`;
  });
}

const HEAD = `# 学籍状态与异动 · States of a student record, and what changes them

Made by \`npm run docs\` from the declarations in \`apps/student-records/src/domain\`.

学籍状态及其变化 · A record and where it can go. What a change has done is undone by a reversal (撤销异动, \`REVERSAL\`) only: it restores what the
change, and those after it, have replaced. A draft and what was returned are revised and submitted again. 转班 is none of them: students are moved
between classes by \`/class-memberships\`
([decision 43](decisions/0043-a-change-of-major-takes-a-seat.md)).
`;
const TABLE_HEAD = `
## 异动类别 · Kinds of changes

What a change has to say beside its day, its reason and its evidence; in brackets what it may say. Who decides is configuration
(\`deciders\` in \`domain/rules.ts\`), with these defaults.

| 类别 Kind | 状态 States | 须填写 Says | 原因 Reasons | 审批 Decided by |
| --- | --- | --- | --- | --- |
`;
