/** 学籍 of a few persons at two schools, in as few words as possible; written by hand, and not taken from the declarations. */
export class RecordsModel {
  readonly records: ModelRecord[] = [];
  readonly changes: ModelChange[] = [];

  constructor(readonly today: string) {}

  livesElsewhere = (record: ModelRecord) =>
    this.records.some((other) => other !== record && other.person === record.person && livesNow(other));

  diedElsewhere = (record: ModelRecord) =>
    this.records.some(
      (other) => other !== record && other.person === record.person && stateOf(other) === 'DECEASED',
    );

  openOf = (record: ModelRecord) =>
    this.changes.find((each) => each.record === record && OPEN.includes(each.state));

  mayApprove = (record: ModelRecord) =>
    record.facts.length === 0 && !this.livesElsewhere(record) && !this.diedElsewhere(record);

  mayChange(record: ModelRecord, { type, effectiveOn, major }: Asked): boolean {
    const { from, only } = KINDS[type]!;
    if (!from.includes(stateOf(record) ?? '') || this.openOf(record)) return false;
    if (effectiveOn < since(record) || (type === 'DEATH' && effectiveOn > this.today)) return false;
    if (only && only !== record.mode) return false;
    if (type === 'LEAVE') return count(record, 'LEAVE') < 2;
    if (type === 'EXTENSION') return extended(record) < 24;
    if (type === 'REPEAT_YEAR') return count(record, 'REPEAT_YEAR') < 2 && extended(record) <= 12;
    return type !== 'MAJOR_CHANGE' || major !== majorOf(record);
  }

  /** Takes effect, where its day has come and the record has not moved on. */
  apply(change: ModelChange): void {
    if (!['FILED', 'APPROVED'].includes(change.state) || change.effectiveOn > this.today) return;
    const { record, reverses } = change;
    change.state = 'APPLIED';
    if (!reverses) {
      const { to } = KINDS[change.type]!;
      record.facts.push({ on: change.effectiveOn, state: to, change, major: change.major });
    } else if (
      !this.mayUndo(reverses) ||
      this.diedElsewhere(record) ||
      (!livesNow(record) && this.livesElsewhere(record))
    ) {
      change.state = 'LAPSED';
    } else {
      const undone = record.facts.splice(record.facts.findIndex((each) => each.change === reverses));
      for (const each of undone) if (each.change) each.change.state = 'REVERSED';
    }
  }

  /** What was applied, as long as nothing but changes, and transfers that came to nothing, has followed. */
  mayUndo(change: ModelChange): boolean {
    const { record, state, reverses } = change;
    if (state !== 'APPLIED' || reverses || stateOf(record) === 'TRANSFER_PENDING') return false;
    const at = record.facts.findIndex((each) => each.change === change);
    const followed = record.facts.slice(at).every((each) => each.change || each.byTransfer);
    return followed && (livesNow(record) || record.facts.at(-1)!.change !== undefined);
  }

  mayGraduate = (record: ModelRecord, on: string) =>
    stateOf(record) === 'ACTIVE' && record.entry === 'OLD' && !this.openOf(record) && on >= since(record);

  /** Neither in the first semester nor in the last year, and with nothing else under way. */
  mayTransfer = (record: ModelRecord) =>
    stateOf(record) === 'ACTIVE' && record.entry === 'SECOND_YEAR' && !this.openOf(record);
}

/** From which day on a record is in a state, and by what it came there. */
interface Fact {
  readonly on: string;
  state: string;
  readonly change?: ModelChange;
  readonly byTransfer?: true;
  readonly major?: number | undefined;
}

export interface ModelRecord {
  readonly id: string;
  readonly person: number;
  readonly school: number;
  readonly mode: 'FULL_TIME' | 'PART_TIME';
  readonly entry: 'OLD' | 'SECOND_YEAR' | 'NEW';
  /** in the order in which they were recorded; none before the registration is approved */
  readonly facts: Fact[];
  /** of the record before a transfer: what the limits count */
  readonly carried: readonly string[];
  transfer?: { id: string; state: 'REQUESTED' | 'RELEASED' | 'ACCEPTED' } | undefined;
}

export interface Asked {
  readonly type: string;
  effectiveOn: string;
  readonly major?: number | undefined;
}

export interface ModelChange extends Asked {
  readonly id: string;
  readonly record: ModelRecord;
  state: string;
  /** of a reversal */
  readonly reverses?: ModelChange;
}

const OPEN = ['SUBMITTED', 'SCHOOL_APPROVED', 'FILED', 'APPROVED'];
export const LIVE = ['ACTIVE', 'ON_LEAVE', 'RETAINED', 'TRANSFER_PENDING'];
const ANY = ['ACTIVE', 'ON_LEAVE', 'RETAINED'];

interface Kind {
  readonly from: readonly string[];
  readonly to: string;
  readonly decider: 'SCHOOL' | 'FILED' | 'AUTHORITY' | 'CITY';
  readonly only?: string;
}
export const KINDS: Readonly<Record<string, Kind>> = {
  LEAVE: { from: ['ACTIVE'], to: 'ON_LEAVE', decider: 'SCHOOL' },
  RETURN: { from: ['ON_LEAVE'], to: 'ACTIVE', decider: 'SCHOOL' },
  RETENTION: { from: ['ACTIVE'], to: 'RETAINED', decider: 'SCHOOL' },
  REINSTATEMENT: { from: ['RETAINED'], to: 'ACTIVE', decider: 'SCHOOL' },
  MAJOR_CHANGE: { from: ['ACTIVE'], to: 'ACTIVE', decider: 'AUTHORITY', only: 'FULL_TIME' },
  REPEAT_YEAR: { from: ['ACTIVE'], to: 'ACTIVE', decider: 'SCHOOL', only: 'FULL_TIME' },
  EXTENSION: { from: ['ACTIVE'], to: 'ACTIVE', decider: 'FILED' },
  WITHDRAWAL: { from: ANY, to: 'WITHDRAWN', decider: 'SCHOOL' },
  EXPULSION: { from: ['ACTIVE'], to: 'EXPELLED', decider: 'AUTHORITY' },
  DEATH: { from: [...ANY, 'TRANSFER_PENDING'], to: 'DECEASED', decider: 'SCHOOL' },
  CANCELLATION: { from: [...ANY, 'TRANSFER_PENDING'], to: 'CANCELLED', decider: 'CITY' },
};
export const deciderOf = ({ type, reverses }: ModelChange) =>
  !reverses ? KINDS[type]!.decider : KINDS[reverses.type]!.decider === 'CITY' ? 'CITY' : 'AUTHORITY';

export const stateOf = ({ facts }: ModelRecord) => facts.at(-1)?.state;
export const livesNow = (record: ModelRecord) => LIVE.includes(stateOf(record) ?? '');
export const since = ({ facts }: ModelRecord) => facts.at(-1)!.on;
export const majorOf = ({ facts }: ModelRecord) => facts.findLast(({ major }) => major !== undefined)!.major;

/** Kinds that were applied and not undone, here and before a transfer. */
export const kindsOf = ({ facts, carried }: ModelRecord): string[] => [
  ...carried,
  ...facts.flatMap(({ change }) => change?.type ?? []),
];
const count = (record: ModelRecord, type: string) => kindsOf(record).filter((each) => each === type).length;
const extended = (record: ModelRecord) => 12 * count(record, 'REPEAT_YEAR') + count(record, 'EXTENSION');

/** How a record stands at the end of a day: the fold of what was applied, in the order of its days. */
export function standingOn(record: ModelRecord, day: string) {
  const until = record.facts.toSorted((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0)).filter(({ on }) => on <= day); // prettier-ignore
  const { school, mode } = record;
  const state = until.at(-1)?.state ?? '';
  return LIVE.includes(state) ? { school, mode, state, major: majorOf({ ...record, facts: until }) } : undefined; // prettier-ignore
}
