import { z } from 'zod';
import {
  AdmissionChannel,
  day,
  id,
  IdType,
  moment,
  PlanScope,
  ProgrammeType,
  RegistrationState,
  schoolCode,
  Season,
  SourceType,
  StudyMode,
} from '#contracts';
import type { Transaction } from '#database';
import { maskIdNumber } from '#national-codes';
import { Problem } from '#runtime';
import type { Sealer } from '#security';
import { type Application, APPLICATION_STATES } from '../domain/application.js';
import { wordsOf } from '../domain/field-rules.js';
import { KeptWarning } from '../domain/warnings.js';
import { problems } from '../problems.js';
import { findApplication, personOf } from './applications.js';

/** A warning with the words of its rule. */
const WarningView = KeptWarning.extend({ message: z.string() }).meta({ id: 'ApplicationWarning' });

export const ApplicationView = z
  .object({
    applicationId: id,
    schoolCode,
    offeringId: id,
    year: z.int(),
    season: Season,
    scope: PlanScope,
    studyMode: StudyMode,
    state: z.enum(APPLICATION_STATES),
    version: z.int(),
    name: z.string(),
    idType: IdType,
    idNumber: z.string().optional().describe('Masked; absent once it was erased'),
    erasedAt: moment.optional().describe('Since then the numbers of the person are destroyed'),
    sourceType: SourceType,
    tags: z.array(z.string()),
    channel: AdmissionChannel,
    partnerId: id.optional().describe('市外合作单位'),
    programmeType: ProgrammeType,
    startOn: day,
    durationMonths: z.int(),
    warnings: z.array(WarningView).describe('What rules warned of, and who has acknowledged it'),
    importId: id.optional(),
    importRow: z.int().optional(),
    platformNumber: z.string().optional().describe('Its number at the platform that delivered it'),
    submittedAt: moment,
    previousRegistrationId: id.optional().describe('Record of the stage of study before this one'),
    secondAdmissionUntil: day.optional().describe('Last day on which the city lets the person hold two'),
    waitlistRank: z.int().optional(),
    offerEndsOn: day.optional().describe('Last day on which the seat that is offered is kept'),
    planLineId: id.optional(),
    admittedAt: moment.optional(),
    honouredOn: day
      .optional()
      .describe('The city lets the person check in without a qualification of the school'),
    checkedInOn: day.optional(),
    registrationId: id.optional(),
    studentNo: z.string().optional(),
    returnReason: z.string().optional(),
    endedAs: RegistrationState.optional(),
    endedOn: day.optional(),
    deceasedOn: day.optional().describe('死亡日期: the person is not admitted again'),
    closedAt: moment.optional(),
    closingCode: z.string().optional(),
    transferredTo: id.optional().describe('调剂: the application by which another school has the person'),
    transferredFrom: id.optional().describe('调剂: the application at the school before'),
  })
  .meta({ id: 'Application' });
export type ApplicationView = z.infer<typeof ApplicationView>;

/** An application as its school and the city see it: the ID number masked, phones and guardians not at all. */
export function applicationView(
  application: Application,
  sealedKey: string | null,
  sealer: Sealer,
): ApplicationView {
  const person = personOf(application, sealedKey, sealer);
  return ApplicationView.parse({
    ...application,
    idNumber: person && maskIdNumber(person.idNumber),
    warnings: application.warnings.map((each) => ({ ...each, message: wordsOf(each.code) })),
  });
}

/** @throws Problem 404, also for an application of another school */
export async function showApplication(
  tx: Transaction,
  sealer: Sealer,
  applicationId: string,
): Promise<ApplicationView> {
  const found = await findApplication(tx, applicationId);
  if (!found) throw new Problem(problems['not-found']);
  return applicationView(found.application, found.sealedKey, sealer);
}
