import { step, type Transitions } from '#aggregates';
import type { Transaction } from '#database';
import type { Received } from '#messaging';
import type { Application, Registered } from '../domain/application.js';
import { followRegistration, type RegistrationNews } from '../domain/following.js';
import { wrongState } from '../domain/refusals.js';
import { applications } from './applications.js';
import { noteFormerStudies } from './former-studies.js';
import { reclaimPersons, releasePersons } from './live-admissions.js';
import { followTakenOver } from './taken-over.js';

/** 学籍变动: what student records says of the registration. */
const followRegistrations = step(applications, {
  name: 'follow-registration',
  refuses: wrongState,
  decide: (each, news: RegistrationNews) => followRegistration(each, news),
  noted: (_, { on }) => ({ effectiveOn: on }),
});

const idsOf = (states: readonly Application[]) => states.map(({ applicationId }) => applicationId);

/**
 * Lets applications follow what student records says, each the last of its events, and holds their persons or sets them free. Those
 * that are unknown, or were returned, stay as they are.
 */
export async function follow<Event extends Received>(
  tx: Transaction,
  transitions: Transitions,
  events: readonly (Event & {
    readonly data: { readonly applicationId: string; readonly registrationId: string; readonly schoolCode: string }; // prettier-ignore
  })[],
  newsOf: (event: Event) => Omit<RegistrationNews, 'registrationId' | 'version'>,
): Promise<void> {
  const last = new Map(events.map((event) => [event.data.applicationId, event]));
  const states = await applications.lock(tx, [...last.keys()]);
  const known = new Set(idsOf(states));
  const others = [...last.values()].filter(({ data }) => !known.has(data.applicationId));
  await followTakenOver(
    tx,
    others.map((event) => ({ ...event.data, ...newsOf(event), version: event.version })),
  );
  const newsFor = ({ applicationId }: Application): RegistrationNews => {
    const event = last.get(applicationId)!;
    return { ...newsOf(event), registrationId: event.data.registrationId, version: event.version };
  };
  const taken = { causeOf: (id: string) => last.get(id) };
  const { saved } = await transitions.take(tx, followRegistrations, states, newsFor, taken);
  const hadEnded = new Set(idsOf(states.filter(({ state }) => state === 'STUDY_ENDED')));
  // Who is registered for the first time is held already.
  const resumed = saved.filter((each) => each.state === 'REGISTERED' && hadEnded.has(each.applicationId));
  const ended = saved.filter((each) => each.state === 'STUDY_ENDED');
  if (resumed.length > 0) await reclaimPersons(tx, resumed);
  if (ended.length > 0) await releasePersons(tx, idsOf(ended));
  await noteFormerStudies(tx, ended, resumed as Registered[]);
}
