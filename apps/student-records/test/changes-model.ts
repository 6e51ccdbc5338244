import { approveChange } from '../src/domain/change-decision.js';
import { applyChange, replacedBy, settleChange } from '../src/domain/change-effect.js';
import { requestChange } from '../src/domain/change-request.js';
import { applyReversal, markReversed, requestReversal, undoneBy } from '../src/domain/change-reversal.js';
import type { Deciding } from '../src/domain/deciding.js';
import { addDays } from '../src/domain/months.js';
import { graduate } from '../src/domain/registration.js';
import { type Active, isLive, type Live, type Registration } from '../src/domain/registration-states.js';
import { defaultRules as rules } from '../src/domain/rules.js';
import {
  type ChangeIn,
  type ChangeRequest,
  isWaiting,
  type StatusChange,
} from '../src/domain/status-change.js';
import { active } from './example-registrations.js';

/** What a registration was from a day on, until a later version of that day or of one after it. */
interface Version {
  readonly on: string;
  readonly state: Registration['state'];
}

/** A record with its history and its changes, as the service keeps them. */
export class ModelledRecord {
  readonly versions: Version[];
  changes: StatusChange[] = [];
  private count = 0;

  constructor(
    readonly person: number,
    public registration: Registration,
  ) {
    this.versions = [{ on: (registration as Active).startOn, state: registration.state }];
  }

  static entered(
    person: number,
    differing: Pick<Active, 'schoolCode' | 'studyMode' | 'startOn'>,
  ): ModelledRecord {
    return new ModelledRecord(person, active({ ...differing, registrationId: `r${person}` }));
  }

  get open(): boolean {
    return this.changes.some(({ state }) =>
      ['SUBMITTED', 'SCHOOL_APPROVED', 'APPROVED', 'FILED'].includes(state),
    );
  }

  stateOn(day: string): Version['state'] | undefined {
    return this.versions.findLast(({ on }) => on <= day)?.state;
  }

  /** Asked for and decided by everybody whom it takes; applied where its day has come. */
  change(request: ChangeRequest, asked: Moment, livesElsewhere: () => boolean): boolean {
    const open: ReadonlySet<string> = new Set(this.open ? [this.registration.registrationId] : []);
    const decision = requestChange(this.registration, request, {
      ...contextOf(asked), newId: `${this.registration.registrationId}-${++this.count}`, open, subject: 'registrar', officerOf: undefined,
    }); // prettier-ignore
    return decision.ok && this.decided(decision.value, asked, livesElsewhere);
  }

  /** @param nth of its changes, whatever became of it */
  reverse(nth: number, asked: Moment, livesElsewhere: () => boolean): boolean {
    const known = this.changes[nth % Math.max(1, this.changes.length)];
    if (!known) return false;
    const decision = requestReversal(
      known,
      { reasonCode: 'ENTERED_IN_ERROR', evidence: '1' },
      {
        ...asked, subject: 'registrar', newId: `${this.registration.registrationId}-${++this.count}`,
        open: new Set(this.open ? [this.registration.registrationId] : []), registration: this.registration,
      },
    ); // prettier-ignore
    return decision.ok && this.decided(decision.value, asked, livesElsewhere);
  }

  graduate(asked: Moment): boolean {
    const { registration } = this;
    const on = (registration as Live).stateSince ?? registration.startOn;
    if (registration.state !== 'ACTIVE' || this.open || on > asked.today) return false;
    this.follow(graduate(registration, { batchId: 'b1', graduatedOn: asked.today }), asked.today);
    return true;
  }

  applyDue(asked: Moment, livesElsewhere: () => boolean): void {
    for (const change of this.changes)
      if (isWaiting(change) && change.effectiveOn <= asked.today) this.apply(change, asked, livesElsewhere());
  }

  private decided(requested: StatusChange, asked: Moment, livesElsewhere: () => boolean): boolean {
    let change = requested;
    for (const [subject, officerOf] of [['principal', 'SCHOOL'], ['officer', 'CITY']] as const) {
      const decision = approveChange(change, {}, { ...decidingAt(asked), subject, officerOf, rules });
      if (decision.ok) change = decision.value;
    } // prettier-ignore
    if (!isWaiting(change)) throw new Error(`Nobody decides on ${change.type}.`);
    this.changes.push(change);
    this.applyDue(asked, livesElsewhere);
    return true;
  }

  private apply(change: StatusChange, asked: Moment, liveElsewhere: boolean): void {
    const context = { ...contextOf(asked), subject: 'system' };
    const undone = undoneBy(change, this.changes.filter((each) => each.state === 'APPLIED')); // prettier-ignore
    const { registration } = this;
    const decision =
      change.type === 'REVERSAL'
        ? applyReversal(registration, change, undone, {
            ...context,
            hindrance: liveElsewhere && !isLive(registration) ? 'person-has-live-registration' : undefined,
            transferIsOpen: false,
          })
        : applyChange(registration, change, context);
    const refusal = decision.ok ? undefined : decision.code;
    const replaced = decision.ok ? replacedBy(registration, decision.value) : {};
    this.replace(change, settleChange(change, { refusal, replaced }, context));
    if (!decision.ok) return;
    for (const each of undone) this.replace(each, markReversed(each, { reversedByChangeId: change.changeId }, context)); // prettier-ignore
    this.follow(decision.value, change.effectiveOn);
  }

  private replace(change: StatusChange, decision: { ok: boolean; value?: unknown }): void {
    if (!decision.ok) throw new Error(`${change.state} of ${change.type} cannot be settled.`);
    this.changes = this.changes.map((each) => (each.changeId === change.changeId ? (decision.value as StatusChange) : each)); // prettier-ignore
  }

  private follow(registration: Registration, on: string): void {
    this.registration = registration;
    this.versions.push({ on, state: registration.state });
  }
}

export interface Moment {
  readonly today: string;
  /** grows with each command, also within a day */
  readonly at: string;
}
const contextOf = (asked: Moment) => ({ ...asked, rules, birthDate: '1990-01-01', target: undefined });
const decidingAt = (asked: Moment): Omit<Deciding, 'subject' | 'officerOf'> => ({
  ...asked,
  tierOf: () => 'CITY',
});

/** The naive reference: which states a kind leads from, and to which. Written by hand, and not taken from the declarations. */
const LEADS: Record<string, readonly [readonly string[], string]> = {
  LEAVE: [['ACTIVE'], 'ON_LEAVE'],
  RETURN: [['ON_LEAVE'], 'ACTIVE'],
  RETENTION: [['ACTIVE'], 'RETAINED'],
  REINSTATEMENT: [['RETAINED'], 'ACTIVE'],
  EXTENSION: [['ACTIVE'], 'ACTIVE'],
  REPEAT_YEAR: [['ACTIVE'], 'ACTIVE'],
  WITHDRAWAL: [['ACTIVE', 'ON_LEAVE', 'RETAINED'], 'WITHDRAWN'],
  EXPULSION: [['ACTIVE'], 'EXPELLED'],
  DEATH: [['ACTIVE', 'ON_LEAVE', 'RETAINED'], 'DECEASED'],
  CANCELLATION: [['ACTIVE', 'ON_LEAVE', 'RETAINED'], 'CANCELLED'],
};
export const MODELLED_TYPES = Object.keys(LEADS);

const applied = ({ changes }: ModelledRecord) =>
  changes.filter((each): each is ChangeIn<'APPLIED'> => each.state === 'APPLIED' && each.type !== 'REVERSAL');

/** The state on a day as the fold of the applied changes that were not reversed; undefined before the study. */
export function folded(record: ModelledRecord, day: string): string | undefined {
  const { startOn, state: now } = record.registration;
  if (day < startOn) return undefined;
  let state = 'ACTIVE';
  for (const { type, effectiveOn } of applied(record)) {
    if (effectiveOn > day) break;
    const [from, to] = LEADS[type]!;
    if (!from.includes(state)) throw new Error(`${type} from ${state}`);
    state = to;
  }
  if (now === 'GRADUATED' && record.registration.graduatedOn <= day) return 'GRADUATED';
  return state;
}

/** How many entered on a day and left on it, by the acts themselves. */
export function movedOn(record: ModelledRecord, day: string) {
  const { registration } = record;
  const ends = applied(record).filter(({ type }) => !LIVE.includes(LEADS[type]![1]));
  const graduatedOn = registration.state === 'GRADUATED' ? [registration.graduatedOn] : [];
  const left = [...ends.map(({ effectiveOn }) => effectiveOn), ...graduatedOn].filter((on) => on === day);
  return { entered: registration.startOn === day ? 1 : 0, left: left.length };
}

export const livesNow = ({ registration }: ModelledRecord) => isLive(registration);
export const LIVE: readonly (string | undefined)[] = ['ACTIVE', 'ON_LEAVE', 'RETAINED', 'TRANSFER_PENDING'];
export const FIRST_DAY = '2026-01-01';
export const dayAt = (days: number) => addDays(FIRST_DAY, days);
