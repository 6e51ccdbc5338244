import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Commands, type CommandTransaction } from '#commands';
import { ApplicantAdmitted } from '#contracts';
import type { Transaction } from '#database';
import { eventOf, Outbox } from '#messaging';
import { type Actor, Sealer } from '#security';
import { actions } from '../actions.js';
import { refusalToAdmit } from '../domain/admission.js';
import { type RefusalCode, type RefusedItem, refusedItem } from '../domain/refusal.js';
import { allocateSeats, countByLine, type Seats } from '../domain/seats.js';
import { moveSeats } from '../plans/move-seats.js';
import { planLineState } from '../plans/plan-line-row.js';
import { refusalProblem } from '../refusal-problem.js';
import { today } from '../today.js';
import { admissionCases, lockPublishedPlans, planKey } from './admission-cases.js';
import { type ApplicationBatchOutcome, applicationIds, lockApplications } from './application-batch.js';
import { admissionData } from './admission-data.js';
import { APPLICATION_COLUMNS, changeOfApplication, type ApplicationRow } from './application-row.js';
import { type ApplicationView, applicationView } from './application-view.js';
import { claimPersons, releasePersons } from './live-admissions.js';

export const Admission = z.strictObject({ applicationIds });
export type Admission = z.infer<typeof Admission>;

/** An applicant with the plan line that has a seat for them, or not. */
interface Candidate {
  readonly application: ApplicationRow;
  readonly planLineId: string;
  readonly line: Seats & { readonly planLineId: string };
}

/**
 * 录取: a handful of statements for any number of applicants. Seats go in the order in which the applications are
 * named. Who is refused is told so; the others are admitted.
 */
@Injectable()
export class AdmitApplicants {
  constructor(
    private readonly commands: Commands,
    private readonly outbox: Outbox,
    private readonly sealer: Sealer,
  ) {}

  run({ applicationIds: named }: Admission, actor: Actor): Promise<ApplicationBatchOutcome> {
    return this.commands.run(actor, actions['admit-applicants'], async (tx) => {
      const { candidates, refused } = await this.choose(tx, [...new Set(named)]);
      await this.admit(tx, candidates, actor);
      const admitted = candidates.map(({ application }) => application.application_id);
      tx.refused('application', refused);
      return { accepted: admitted.length, applicationIds: admitted, refused };
    });
  }

  /** One applicant. @throws Problem 404 or 409 */
  one(applicationId: string, actor: Actor): Promise<ApplicationView> {
    return this.commands.run(actor, actions['admit-applicants'], async (tx) => {
      const { candidates, refused } = await this.choose(tx, [applicationId]);
      if (refused[0]) throw refusalProblem(refused[0].code);
      const [admitted] = await this.admit(tx, candidates, actor);
      return applicationView(admitted!, this.sealer);
    });
  }

  /** Who gets a seat: first what the rules say, then who is free in the city, then the seats that are left. */
  private async choose(tx: Transaction, ids: string[]) {
    const locked = new Map((await lockApplications(tx, ids)).map((row) => [row.application_id, row]));
    const refused: RefusedItem[] = ids
      .filter((id) => !locked.has(id))
      .map((id) => refusedItem(id, 'not-found'));
    const refuse = (each: ApplicationRow, code: RefusalCode) =>
      void refused.push(refusedItem(each.application_id, code));

    const named = ids.flatMap((id) => locked.get(id) ?? []);
    const allowed = await this.allowed(tx, named, refuse);
    const planned = await withPlans(tx, allowed, refuse);
    const free = await claimed(tx, planned, refuse);
    const { seated, unseated } = allocateSeats(
      free,
      free.map(({ line }) => line),
    );
    unseated.forEach(({ application }) => refuse(application, 'quota-full'));
    if (unseated.length > 0)
      await releasePersons(tx, unseated.map(({ application }) => application.application_id)); // prettier-ignore
    return { candidates: seated, refused };
  }

  private async allowed(
    tx: Transaction,
    applications: ApplicationRow[],
    refuse: (each: ApplicationRow, code: RefusalCode) => void,
  ): Promise<ApplicationRow[]> {
    const cases = await admissionCases(tx, applications);
    const day = today();
    return applications.filter((application) => {
      const refusal = refusalToAdmit(cases.get(application.application_id)!, day);
      if (refusal) refuse(application, refusal.code);
      return !refusal;
    });
  }

  private async admit(
    tx: CommandTransaction,
    candidates: Candidate[],
    actor: Actor,
  ): Promise<ApplicationRow[]> {
    if (candidates.length === 0) return [];
    const admitted = await saveAdmitted(tx, candidates, actor);
    const lines = await moveSeats(tx, countByLine(candidates), { reserved: 1, used: 0 });
    await this.outbox.publish(tx, [...lines.map(planLineState), ...admitted.map(applicantAdmitted)]);
    tx.changed(...admitted.map(changeOfApplication));
    return admitted;
  }
}

/** The first application of each person, where the person could be claimed. */
async function claimed(
  tx: Transaction,
  candidates: Candidate[],
  refuse: (each: ApplicationRow, code: RefusalCode) => void,
): Promise<Candidate[]> {
  const byPerson = [...Map.groupBy(candidates, ({ application }) => application.id_number_index).values()];
  const claims = await claimPersons(tx, byPerson.map(([first]) => first!.application)); // prettier-ignore
  return byPerson.flatMap(([first, ...others]) => {
    const isFree = claims.has(first!.application.application_id);
    if (!isFree) refuse(first!.application, 'person-already-admitted');
    for (const { application } of others)
      refuse(application, isFree ? 'person-named-twice' : 'person-already-admitted');
    return isFree ? [first!] : [];
  });
}

/** Finds and locks the plan line of each application. */
async function withPlans(
  tx: Transaction,
  applications: ApplicationRow[],
  refuse: (each: ApplicationRow, code: RefusalCode) => void,
): Promise<Candidate[]> {
  const lines = await lockPublishedPlans(tx, applications);
  return applications.flatMap((application) => {
    const line = lines.get(planKey(application));
    if (!line) {
      refuse(application, 'no-published-plan');
      return [];
    }
    const planLineId = line.plan_line_id;
    return { application, planLineId, line: { ...line, planLineId } };
  });
}

const saveAdmitted = (tx: Transaction, candidates: Candidate[], { subject }: Actor) =>
  tx.query<ApplicationRow>(
    `update applications set state = 'ADMITTED', plan_line_id = seat.plan_line_id, admitted_by = $3,
       admitted_at = now(), version = version + 1
     from unnest($1::uuid[], $2::uuid[]) as seat(application_id, plan_line_id)
     where applications.application_id = seat.application_id returning ${APPLICATION_COLUMNS}`,
    [
      candidates.map(({ application }) => application.application_id),
      candidates.map(({ planLineId }) => planLineId),
      subject,
    ],
  );

const applicantAdmitted = (row: ApplicationRow) =>
  eventOf(ApplicantAdmitted, { data: admissionData(row), version: row.version });
