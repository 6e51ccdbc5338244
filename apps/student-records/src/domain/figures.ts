import { LIVE_STATES, type RegistrationState } from './registration-states.js';

/**
 * 在校生 of the statistics: who studies. The statistical tables count leave as a decrease and return as an increase [M], so that who
 * is on leave or retained is 在籍 (live) and not 在校.
 */
export const ENROLLED_STATES: readonly RegistrationState[] = ['ACTIVE', 'TRANSFER_PENDING'];

/** 增加: 招生, 复学, 转入, 其他 (such as a decision that was reversed). */
export const ENTRIES = ['intake', 'returned', 'transferredIn', 'otherIn'] as const;
/** 减少: 毕业, 结业, 休学, 保留学籍, 退学, 开除, 死亡, 转出, 注销, 其他. */
export const LEAVINGS = [
  'graduated',
  'completed',
  'onLeave',
  'retained',
  'withdrawn',
  'expelled',
  'deceased',
  'transferredOut',
  'cancelled',
  'otherOut',
] as const;
export type MovementKind = (typeof ENTRIES)[number] | (typeof LEAVINGS)[number] | 'movedWithin';

/** An entry of the ledger of movements, of somebody who is 在校 on the one side of it. */
export interface Movement {
  /** 1: came in; -1: went out */
  readonly direction: 1 | -1;
  /** the state on the other side; null where there was none */
  readonly counterpart: RegistrationState | null;
  /** both sides are of one school and study mode */
  readonly withinUnit: boolean;
}

const isOneOf = (states: readonly RegistrationState[], state: RegistrationState | null) =>
  state !== null && states.includes(state);

/** 变动类别. Who goes from one school or study mode to another is counted as out and in. */
export function movementKind({ direction, counterpart, withinUnit }: Movement): MovementKind {
  if (withinUnit && isOneOf(ENROLLED_STATES, counterpart)) return 'movedWithin';
  return direction === 1 ? entryKind(counterpart, withinUnit) : leavingKind(counterpart);
}

function entryKind(from: RegistrationState | null, withinUnit: boolean): MovementKind {
  if (from === null) return 'intake';
  if (!isOneOf(LIVE_STATES, from)) return 'otherIn';
  return withinUnit ? 'returned' : 'transferredIn';
}

const LEAVING_BY_STATE: Partial<Record<RegistrationState, MovementKind>> = {
  GRADUATED: 'graduated',
  COMPLETED: 'completed',
  ON_LEAVE: 'onLeave',
  RETAINED: 'retained',
  WITHDRAWN: 'withdrawn',
  EXPELLED: 'expelled',
  DECEASED: 'deceased',
  TRANSFERRED_OUT: 'transferredOut',
  ACTIVE: 'transferredOut',
  TRANSFER_PENDING: 'transferredOut',
  CANCELLED: 'cancelled',
};

const leavingKind = (to: RegistrationState | null): MovementKind =>
  (to !== null && LEAVING_BY_STATE[to]) || 'otherOut';

/** 资助: 非全日制学籍 is not eligible [F, of the education side]; nor is who does not study on the day [D]. */
export function aidRefusal(student: { studyMode: string; state: RegistrationState }): string | undefined {
  if (student.studyMode !== 'FULL_TIME') return '非全日制学籍不属于资助范围';
  return ENROLLED_STATES.includes(student.state) ? undefined : '当日不在校';
}
