import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Transitions } from '#aggregates';
import { command, Commands } from '#commands';
import type { Transaction } from '#database';
import { Problem } from '#runtime';
import { type Actor, Sealer } from '#security';
import type { Submission } from '../domain/application.js';
import type { Offering } from '../domain/offering.js';
import { type Fault, faultsOf } from '../domain/particulars.js';
import { offerings } from '../offerings/offerings.js';
import { problems } from '../problems.js';
import { ApplicationView, showApplication } from './application-view.js';
import { NewApplication, particularsOf } from './new-application.js';
import { storeApplications } from './store-applications.js';

export const submitApplication = command({
  name: 'submit-application',
  path: '',
  roles: ['school-admissions'],
  sentence: { zh: '录入了报名', en: 'submitted the application' },
  body: NewApplication,
  answers: [201, ApplicationView],
  refuses: [problems, 'already-applied', 'offering-not-active', 'unknown-offering', 'application-incomplete'],
});

/** 报名: one person applies at the counter of the school. */
@Injectable()
export class SubmitApplication {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
    private readonly sealer: Sealer,
  ) {}

  /** @throws Problem 409, 422 */
  submit(submitted: NewApplication, actor: Actor): Promise<ApplicationView> {
    return this.commands.run(actor, submitApplication.action, async (tx) => {
      const submission = completed(submitted, await ownOffering(tx, submitted.offeringId, actor));
      const applicationId = uuidv7();
      const { transitions, sealer } = this;
      const options = { transitions, sealer, actor };
      const stored = await storeApplications(tx, submitApplication, [{ applicationId, submission }], options);
      if (stored.length === 0) throw new Problem(problems['already-applied']);
      return showApplication(tx, sealer, applicationId);
    });
  }
}

/** An offering of another school is as unknown as one that does not exist. */
async function ownOffering(tx: Transaction, offeringId: string, { schoolCode }: Actor) {
  const ownOne = 'offering_id = $1 and school_code = $2 for share';
  const [offering] = await offerings.find(tx, ownOne, [offeringId, schoolCode]);
  if (!offering) throw new Problem(problems['unknown-offering']);
  if (offering.status !== 'ACTIVE') throw new Problem(problems['offering-not-active']);
  return offering;
}

function completed({ person, ...submitted }: NewApplication, offering: Offering): Submission {
  const { numberSays: _numberSays, ...known } = person;
  const faults = faultsOf(particularsOf({ ...submitted, person }, offering.mode));
  if (faults.length > 0) throw incomplete(faults);
  return { ...submitted, person: known, schoolCode: offering.schoolCode, studyMode: offering.mode };
}

/** Where a field of a file stands in the body of a request. */
const PATHS: Record<Fault['field'], string> = {
  sex: 'person.sex',
  birthDate: 'person.birthDate',
  startOn: 'startOn',
  guardianName: 'person.guardian',
  employerUscc: 'employer',
  employerName: 'employer.name',
};

const incomplete = (faults: Fault[]) =>
  new Problem(problems['application-incomplete'], {
    title: faults.map(({ message }) => message).join('；'),
    errors: faults.map(({ field, code, message }) => ({ path: PATHS[field], code, message })),
  });
