import { TrackingCancelled, TrackingOpened } from '#contracts';
import { eventOf, type OutgoingEvent } from '#messaging';
import type { Cancelled, Open, Reported } from '../domain/case.js';

type Cause = OutgoingEvent['causedBy'];

export function trackingOpened(opened: Open | Reported, causedBy?: Cause) {
  const { registrationId, personId, schoolCode, openedAt, version } = opened;
  const data = { registrationId, personId, schoolCode, openedAt };
  return eventOf(TrackingOpened, { data, version, causedBy });
}

export function trackingCancelled(cancelled: Cancelled, causedBy?: Cause) {
  const { registrationId, personId, schoolCode, cancelledAt, version } = cancelled;
  const data = { registrationId, personId, schoolCode, cancelledAt };
  return eventOf(TrackingCancelled, { data, version, causedBy });
}
