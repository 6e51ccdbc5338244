import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Transitions } from '#aggregates';
import { command, Commands } from '#commands';
import type { Transaction } from '#database';
import { dayInChina } from '#national-codes';
import { Problem } from '#runtime';
import { type Actor, Sealer } from '#security';
import { type OfSeason, windowsOf } from '../calendar/calendars.js';
import type { Application, Submission } from '../domain/application.js';
import { outside, windowWords } from '../domain/calendar.js';
import { error, isWarning, warning } from '../domain/field-rules.js';
import type { Offering } from '../domain/offering.js';
import { faultsOf } from '../domain/particulars.js';
import type { StudyRules } from '../domain/study-rules.js';
import { offerings } from '../offerings/offerings.js';
import { problems } from '../problems.js';
import { partnersInForce } from '../recruiting-partners/recruiting-partners.js';
import { ApplicationView, showApplication } from './application-view.js';
import { incomplete } from './incomplete-application.js';
import { NewApplication, particularsOf } from './new-application.js';
import { sharingPhones } from './shared-phones.js';
import { storeApplications } from './store-applications.js';
import { STUDY_RULES } from './study-rules.js';

const SubmittedApplication = NewApplication.extend({
  draft: z.boolean().default(false).describe('草稿: kept, and handed in later by `batch-hand-in`'),
});
type SubmittedApplication = z.infer<typeof SubmittedApplication>;

export const submitApplication = command({
  name: 'submit-application',
  path: '',
  roles: ['school-admissions'],
  sentence: { zh: '录入了报名', en: 'submitted the application' },
  body: SubmittedApplication,
  answers: [201, ApplicationView],
  refuses: [
    problems,
    'already-applied',
    'offering-not-active',
    'unknown-offering',
    'outside-window',
    'application-incomplete',
  ],
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
  submit({ draft, ...submitted }: SubmittedApplication, actor: Actor): Promise<ApplicationView> {
    return this.commands.run(actor, submitApplication.action, async (tx) => {
      const { transitions, sealer, rules } = this;
      if (!draft) await expectInTime(tx, { ...submitted, schoolCode: actor.schoolCode! });
      const { submission, warnings } = await assess(tx, submitted, actor, { sealer, rules });
      const applicationId = uuidv7();
      const options = { transitions, sealer, actor };
      const stored = await storeApplications(
        tx,
        submitApplication,
        [{ applicationId, submission, warnings, draft }],
        options,
      );
      if (stored.length === 0) throw new Problem(problems['already-applied']);
      return showApplication(tx, sealer, applicationId);
    });
  }
}

async function expectInTime(tx: Transaction, season: OfSeason): Promise<void> {
  const windows = (await windowsOf(tx, [season]))(season);
  const missed = outside(windows, 'APPLICATION', dayInChina(tx.at));
  if (missed) throw new Problem(problems['outside-window'], windowWords(missed));
}

/**
 * What is asked for, held against the rules and what the database knows, and what it is warned of.
 * @param known the application that it corrects: it may stay at an offering that recruits no more
 * @throws Problem 409, 422 that names what is wrong
 */
export async function assess(
  tx: Transaction,
  submitted: NewApplication,
  actor: Actor,
  { sealer, rules, known }: { sealer: Sealer; rules: readonly StudyRules[]; known?: Application },
) {
  const offering = await ownOffering(tx, submitted.offeringId, actor);
  if (offering.status !== 'ACTIVE' && offering.offeringId !== known?.offeringId)
    throw new Problem(problems['offering-not-active']);
  const { submission, warnings, errors } = completed(submitted, offering, rules);
  if (!(await hasPartner(tx, submission, known))) errors.push(error('partner', 'partner-not-in-force'));
  if (errors.length > 0) throw incomplete(errors);
  const { phone } = submission.person;
  const reachable = { ...submission, phone };
  const isShared = await sharingPhones(tx, sealer, [reachable], rules[0]!.sharedPhones);
  if (isShared(reachable)) warnings.push(warning('phone', 'shared-phone'));
  return { submission, warnings };
}

/** Whether the partner, where one is named, is in force; a correction may leave it as it was. */
async function hasPartner(tx: Transaction, { partnerId, schoolCode }: Submission, known?: Application) {
  if (partnerId === undefined || partnerId === known?.partnerId) return true;
  const through = { partner: partnerId, schoolCode };
  return (await partnersInForce(tx, [through]))(through) !== undefined;
}

/** An offering of another school is as unknown as one that does not exist. */
async function ownOffering(tx: Transaction, offeringId: string, { schoolCode }: Actor) {
  const ownOne = 'offering_id = $1 and school_code = $2 for share';
  const [offering] = await offerings.find(tx, ownOne, [offeringId, schoolCode]);
  if (!offering) throw new Problem(problems['unknown-offering']);
  return offering;
}

/** The application at its offering, with what the rules have against it. */
export function completed(
  { person, ...submitted }: NewApplication,
  offering: Offering,
  rules: readonly StudyRules[],
) {
  const { numberSays: _numberSays, ...known } = person;
  const faults = faultsOf(particularsOf({ ...submitted, person }, offering), rules);
  const submission: Submission = {
    ...LEFT_OUT,
    ...submitted,
    person: known,
    schoolCode: offering.schoolCode,
    studyMode: offering.mode,
  };
  const errors = faults.filter((each) => !isWarning(each));
  return { submission, warnings: faults.filter(isWarning), errors };
}

/** What a correction leaves out does not hold any more. */
const LEFT_OUT = {
  priorSchool: undefined,
  priorGraduatedOn: undefined,
  employer: undefined,
  partnerId: undefined,
};
