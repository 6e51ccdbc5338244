import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Transitions } from '#aggregates';
import { command, Commands } from '#commands';
import type { Transaction } from '#database';
import { Problem } from '#runtime';
import { type Actor, Sealer } from '#security';
import type { Submission } from '../domain/application.js';
import { type Fault, type Field, isWarning, warning } from '../domain/field-rules.js';
import type { Offering } from '../domain/offering.js';
import { faultsOf } from '../domain/particulars.js';
import type { StudyRules } from '../domain/study-rules.js';
import { offerings } from '../offerings/offerings.js';
import { problems } from '../problems.js';
import { ApplicationView, showApplication } from './application-view.js';
import { NewApplication, particularsOf } from './new-application.js';
import { sharingPhones } from './shared-phones.js';
import { storeApplications } from './store-applications.js';
import { STUDY_RULES } from './study-rules.js';

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
    @Inject(STUDY_RULES) private readonly rules: readonly StudyRules[],
  ) {}

  /** @throws Problem 409, 422 */
  submit(submitted: NewApplication, actor: Actor): Promise<ApplicationView> {
    return this.commands.run(actor, submitApplication.action, async (tx) => {
      const { transitions, sealer, rules } = this;
      const offering = await ownOffering(tx, submitted.offeringId, actor);
      const { submission, warnings } = completed(submitted, offering, rules);
      const { phone } = submission.person;
      const reachable = { ...submission, phone };
      const isShared = await sharingPhones(tx, sealer, [reachable], rules[0]!.sharedPhones);
      if (isShared(reachable)) warnings.push(warning('phone', 'shared-phone'));
      const applicationId = uuidv7();
      const options = { transitions, sealer, actor };
      const stored = await storeApplications(
        tx,
        submitApplication,
        [{ applicationId, submission, warnings }],
        options,
      );
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

function completed(
  { person, ...submitted }: NewApplication,
  offering: Offering,
  rules: readonly StudyRules[],
) {
  const { numberSays: _numberSays, ...known } = person;
  const faults = faultsOf(particularsOf({ ...submitted, person }, offering), rules);
  const errors = faults.filter((each) => !isWarning(each));
  if (errors.length > 0) throw incomplete(errors);
  const submission: Submission = {
    ...submitted,
    person: known,
    schoolCode: offering.schoolCode,
    studyMode: offering.mode,
  };
  return { submission, warnings: faults.filter(isWarning) };
}

/** Where a field of a file stands in the body of a request. */
const PATHS: Partial<Record<Field, string>> = {
  name: 'person.name',
  idNumber: 'person.idNumber',
  issuingState: 'person.issuingState',
  sex: 'person.sex',
  birthDate: 'person.birthDate',
  phone: 'person.phone',
  level: 'offeringId',
  studyMode: 'offeringId',
  guardianName: 'person.guardian',
  employerUscc: 'employer',
  employerName: 'employer.name',
};

const incomplete = (faults: Fault[]) =>
  new Problem(problems['application-incomplete'], {
    title: faults.map(({ message }) => message).join('；'),
    errors: faults.map(({ field, code, message }) => ({ path: PATHS[field] ?? field, code, message })),
  });
