import { fact } from '#aggregates';
import { type DataOf, RegistrationStatusChanged } from '#contracts';
import type { Transaction } from '#database';
import type { Active, OnLeave } from '../domain/registration-states.js';
import type { StatusChange } from '../domain/status-change.js';
import { statusChanges } from './status-changes.js';

type Told = DataOf<typeof RegistrationStatusChanged>;

/** What tells of somebody's health stays inside. */
const OF_HEALTH = 'ILLNESS';

/** What is published of a registration that has followed a change, the first time and on each replay. */
export const statusChangeFact = fact(
  RegistrationStatusChanged,
  (each: Active | OnLeave, change: StatusChange | undefined): Told => {
    if (!change) return { ...each, ...beforeKinds(each) };
    const { changeId, type: changeType, reasonCode, effectiveOn } = change;
    return {
      ...each,
      from: each.changedFrom!,
      to: each.state,
      changeType,
      reasonCode: reasonCode === OF_HEALTH ? undefined : reasonCode,
      effectiveOn,
      recordedAt: each.stateRecordedAt!,
      changeId,
    };
  },
  async (tx: Transaction, states: readonly (Active | OnLeave)[]) => {
    const ids = states.flatMap(({ lastChangeId }) => lastChangeId ?? []);
    const changes = await statusChanges.find(tx, 'change_id = any($1)', [ids]);
    const byId = new Map(changes.map((each) => [each.changeId, each]));
    return ({ lastChangeId = '' }: Active | OnLeave) => byId.get(lastChangeId);
  },
);

/** Of versions from when there were leaves and returns only, which named no change. */
const beforeKinds = ({ state, stateSince, stateRecordedAt }: Active | OnLeave) => ({
  ...(state === 'ON_LEAVE'
    ? ({ from: 'ACTIVE', to: 'ON_LEAVE', changeType: 'LEAVE' } as const)
    : ({ from: 'ON_LEAVE', to: 'ACTIVE', changeType: 'RETURN' } as const)),
  effectiveOn: stateSince!,
  recordedAt: stateRecordedAt!,
});
