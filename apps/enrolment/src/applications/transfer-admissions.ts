import { batchTransition, fact, type Following } from '#aggregates';
import { ApplicantAdmitted, id } from '#contracts';
import type { Transaction } from '#database';
import { dayInChina } from '#national-codes';
import { accountableReason, insertDataKeys, type Sealer } from '#security';
import { v7 as uuidv7 } from 'uuid';
import { windowsOf } from '../calendar/calendars.js';
import type { Application, Closed } from '../domain/application.js';
import { seatGiver } from '../domain/plan-line.js';
import { admittedElsewhere, type Receiving, transfer, transferRefusals } from '../domain/transfer.js';
import { disputedAmong } from '../identity-conflicts/find-conflicts.js';
import { lockPlaces } from '../offerings/places.js';
import { lockPlanLines, moveSeats, planKey } from '../plans/plan-lines.js';
import { applications, personOf, SEALED_KEY, subjectOf, takenPlaces } from './applications.js';
import { admissionReleased } from './close-applications.js';
import { deceasedAmong } from './former-studies.js';
import { handOverPersons } from './live-admissions.js';
import { sealedPerson } from './store-applications.js';
import { lastRanks } from './waitlist.js';

interface Input {
  readonly offeringId: string;
  readonly reason: string;
}
interface Things {
  readonly sealer: Sealer;
}

/** 调剂, by the city: seat and person go over to the other school in one transaction, and both schools have the history. */
export const transferAdmissions = batchTransition(applications, {
  name: 'transfer-admissions',
  path: 'batch-transfer',
  roles: ['city-officer'],
  sentence: { zh: '调剂了失去招生资质学校的录取', en: 'transferred the admission to another school' },
  input: {
    offeringId: id.describe('接收专业点, of the same level and study mode'),
    reason: accountableReason.meta({ example: '原校资质暂停，经本人同意' }),
  },
  refuses: transferRefusals,
  context: (tx, states, _given: Things, inputOf) => bothSides(tx, states, inputOf),
  decide: (each, _input, { receivingOf, standingOf, ...asked }) =>
    transfer(each, standingOf(each), { ...asked, receiving: receivingOf(each), newId: uuidv7() }),
  publishes: admissionReleased,
  saved: admitElsewhere,
});

/** The place that each application has, and the one that it shall have; those of both sides are locked in one order. */
async function bothSides(
  tx: Transaction,
  states: readonly Application[],
  inputOf: (each: Application) => Input,
) {
  const wanted = states.map((each) => ({ ...each, offeringId: inputOf(each).offeringId }));
  const lines = await lockPlanLines(tx, [...states, ...wanted]);
  const placeOf = await lockPlaces(tx, [...states, ...wanted]);
  const ofSchool = (each: Application) => ({ ...each, schoolCode: placeOf(each)?.offering.schoolCode ?? '' });
  const windowsFor = await windowsOf(tx, wanted.map(ofSchool));
  const isTaken = await takenPlaces(tx, wanted);
  const disputed = await disputedAmong(tx, states.map(({ applicationId }) => applicationId)); // prettier-ignore
  const deceased = await deceasedAmong(tx, states);
  const waitlists = await lastRanks(tx, [...lines.values()]);
  const takeSeat = seatGiver([...lines.values()]);
  const wantedBy = new Map(wanted.map((each) => [each.applicationId, each]));
  const receivingOf = ({ applicationId }: Application): Receiving | undefined => {
    const each = wantedBy.get(applicationId)!;
    const place = placeOf(each);
    return (
      place && {
        ...place,
        line: lines.get(planKey(each)),
        windows: windowsFor(ofSchool(each)),
        today: dayInChina(tx.at),
        isDisputed: disputed.has(applicationId),
        isDeceased: deceased.has(applicationId),
        isTaken: isTaken(each),
        hasWaitlist: (planLineId) => waitlists.has(planLineId),
        takeSeat,
      }
    );
  };
  return { receivingOf, standingOf: placeOf };
}

async function admitElsewhere(
  tx: Transaction,
  saved: readonly Application[],
  taken: Following<Input, Things>,
): Promise<void> {
  const ended = saved as readonly Closed[];
  const seated = ended.flatMap(({ planLineId, ...each }) => (planLineId ? [{ ...each, planLineId }] : []));
  await moveSeats(tx, seated, { reserved: -1, used: 0 }, taken);
  const wanted = ended.map((each) => ({ ...each, offeringId: taken.inputOf(each).offeringId }));
  const lines = await lockPlanLines(tx, wanted);
  const sealed = await sealedAnew(tx, ended, taken.given!.sealer);
  const admitted = ended.map((each, at) => {
    const { schoolCode, offeringId, planLineId } = lines.get(planKey(wanted[at]!))!;
    return { ...admittedElsewhere(each, { schoolCode, offeringId, planLineId }), ...sealed[at]! };
  });
  const step = { name: transferAdmissions.name, publishes: fact(ApplicantAdmitted) };
  const versions = admitted.map((after) => ({ after, reason: taken.inputOf(after).reason }));
  await taken.transitions.save(tx, applications, step, versions, { actor: taken.actor });
  await moveSeats(tx, admitted, { reserved: 1, used: 0 }, taken);
  await handOverPersons(tx, admitted);
}

/** The persons, sealed by the keys of their new applications. */
async function sealedAnew(tx: Transaction, ended: readonly Closed[], sealer: Sealer) {
  const rows = await tx.query<{ application_id: string; sealed_key: string }>(
    `select application_id, ${SEALED_KEY} from applications where application_id = any($1)`,
    [ended.map(({ applicationId }) => applicationId)],
  );
  const keyOf = new Map(rows.map((row) => [row.application_id, row.sealed_key]));
  const made = ended.map((each) => {
    const { row, key } = sealer.newDataKey(subjectOf(each.transferredTo!));
    const person = personOf(each, keyOf.get(each.applicationId)!, sealer)!;
    return { row, person: sealedPerson(each.transferredTo!, person, sealer, key) };
  });
  await tx.query(insertDataKeys('$1', 'select unnest($2::text[])'), [
    JSON.stringify(made.map(({ row }) => row)),
    ended.map(({ transferredTo }) => subjectOf(transferredTo!)),
  ]);
  return made.map(({ person }) => person);
}

/** The applications by which persons were admitted before they were transferred, with those that followed in the end. */
export const transferredFrom = (tx: Transaction, applicationIds: readonly string[]) =>
  tx.query<{ before: string; after: string }>(
    `with recursive chain (before, after) as (
       select transferred_from, application_id from applications
       where application_id = any($1) and transferred_from is not null
       union all
       select transferred_from, after from chain join applications on application_id = before
       where transferred_from is not null)
     select before, after from chain`,
    [applicationIds],
  );
