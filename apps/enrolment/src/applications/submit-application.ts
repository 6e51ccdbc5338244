import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Commands } from '#commands';
import type { Transaction } from '#database';
import { Problem } from '#runtime';
import { type Actor, Sealer } from '#security';
import { actions } from '../actions.js';
import { type Application, type Fault, faultsOf } from '../domain/application.js';
import type { OfferingRow } from '../offerings/offering-row.js';
import { problems } from '../problems.js';
import { refusalProblem } from '../refusal-problem.js';
import { type ApplicationView, applicationView } from './application-view.js';
import { APPLICATION_COLUMNS, type ApplicationRow, changeOfApplication } from './application-row.js';
import { insertApplications } from './insert-applications.js';
import { type NewApplication, particularsOf } from './new-application.js';

/** 报名: one person applies at the counter of the school. */
@Injectable()
export class SubmitApplication {
  constructor(
    private readonly commands: Commands,
    private readonly sealer: Sealer,
  ) {}

  run(submitted: NewApplication, actor: Actor): Promise<ApplicationView> {
    return this.commands.run(actor, actions['submit-application'], async (tx) => {
      const offering = await ownOffering(tx, submitted.offeringId, actor);
      const application = completed(submitted, offering);
      const applicationId = uuidv7();
      const stored = await insertApplications(tx, this.sealer, [
        { applicationId, application, submittedBy: actor.subject, submittedAt: new Date() },
      ]);
      if (stored.size === 0) throw refusalProblem('already-applied');
      const [row] = await tx.query<ApplicationRow>(
        `select ${APPLICATION_COLUMNS} from applications where application_id = $1`,
        [applicationId],
      );
      tx.changed(changeOfApplication(row!));
      return applicationView(row!, this.sealer);
    });
  }
}

/** An offering of another school is as unknown as one that does not exist. */
async function ownOffering(tx: Transaction, offeringId: string, { schoolCode }: Actor) {
  const [offering] = await tx.query<OfferingRow>(
    'select * from offerings where offering_id = $1 and school_code = $2 for share',
    [offeringId, schoolCode],
  );
  if (!offering) throw refusalProblem('unknown-offering');
  if (offering.status !== 'ACTIVE') throw refusalProblem('offering-not-active');
  return offering;
}

function completed({ person, ...submitted }: NewApplication, offering: OfferingRow): Application {
  const { numberSays: _numberSays, ...known } = person;
  const faults = faultsOf(particularsOf({ ...submitted, person }, offering.mode));
  if (faults.length > 0) throw incomplete(faults);
  return { ...submitted, person: known, schoolCode: offering.school_code, studyMode: offering.mode };
}

/** Where a field of a file stands in the body of a request. */
const PATHS: Record<Fault['field'], string> = {
  sex: 'person.sex',
  birthDate: 'person.birthDate',
  guardianName: 'person.guardian',
  employerUscc: 'employer',
  employerName: 'employer.name',
};

const incomplete = (faults: Fault[]) =>
  new Problem(problems['application-incomplete'], {
    title: faults.map(({ message }) => message).join('；'),
    errors: faults.map(({ field, code, message }) => ({ path: PATHS[field], code, message })),
  });
