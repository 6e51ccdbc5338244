import { askedBy, batchTransition, fact } from '#aggregates';
import { ApplicantAdmitted } from '#contracts';
import { admissionRefusals, admit, type Eligible, eligible } from '../domain/admission.js';
import { windowsOf } from '../calendar/calendars.js';
import type { Admitted } from '../domain/application.js';
import { seatGiver } from '../domain/plan-line.js';
import { disputedAmong } from '../identity-conflicts/find-conflicts.js';
import { lockPlaces } from '../offerings/places.js';
import { moveSeats, lockPlanLines, planKey } from '../plans/plan-lines.js';
import { applications } from './applications.js';
import { deceasedAmong } from './former-studies.js';
import { claimPersons, releasePersons } from './live-admissions.js';
import { lastRanks } from './waitlist.js';

/**
 * 录取: first what the rules say, then who is free in the city, then the seats that are left, in the order in which the
 * applications are named.
 */
export const admitApplicants = batchTransition(applications, {
  name: 'admit-applicants',
  path: 'batch-admit',
  roles: ['school-admissions', 'school-principal'],
  sentence: { zh: '录取了考生', en: 'admitted the applicant' },
  input: {},
  refuses: admissionRefusals,
  context: async (tx, states) => {
    const { today } = askedBy(tx, undefined);
    const placeOf = await lockPlaces(tx, states);
    const disputed = await disputedAmong(tx, states.map(({ applicationId }) => applicationId)); // prettier-ignore
    const deceased = await deceasedAmong(tx, states);
    const windowsFor = await windowsOf(tx, states);
    const lines = await lockPlanLines(tx, states);
    const decisions = states.map((each) => {
      return [
        each,
        eligible(each, {
          ...placeOf(each),
          line: lines.get(planKey(each)),
          today,
          windows: windowsFor(each),
          isDisputed: disputed.has(each.applicationId),
          isDeceased: deceased.has(each.applicationId),
        }),
      ] as const;
    });
    const candidates = decisions.flatMap(([, decision]) => (decision.ok ? decision.value : []));
    const claims = await claimPersons(tx, firstOfEachPerson(candidates), today);
    const waitlists = await lastRanks(tx, [...lines.values()]);
    return {
      eligibility: new Map(decisions),
      claims,
      takeSeat: seatGiver([...lines.values()]),
      hasWaitlist: (planLineId: string) => waitlists.has(planLineId),
    };
  },
  decide: (each, _input, { eligibility, claims, ...context }) => {
    const decision = eligibility.get(each)!;
    if (!decision.ok) return decision;
    return admit(decision.value, { ...context, claimant: claims.get(each.idNumberIndex!) });
  },
  complete: async (tx, accepted, { claims }) => {
    const admitted = new Set(accepted.map(({ applicationId }) => applicationId));
    const unseated = [...claims.values()].filter((applicationId) => !admitted.has(applicationId));
    if (unseated.length > 0) await releasePersons(tx, unseated);
    return [...accepted];
  },
  saved: (tx, admitted, taken) =>
    moveSeats(
      tx,
      (admitted as readonly Admitted[]).filter(({ offeredAt }) => offeredAt === undefined),
      { reserved: 1, used: 0 },
      taken,
    ),
  publishes: fact(ApplicantAdmitted),
});

const firstOfEachPerson = (candidates: readonly Eligible[]) =>
  [...Map.groupBy(candidates, ({ application }) => application.idNumberIndex).values()].map(
    ([first]) => first!.application,
  );
