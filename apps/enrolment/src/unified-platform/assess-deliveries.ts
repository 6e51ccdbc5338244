import type { Transaction } from '#database';
import { dayInChina } from '#national-codes';
import { Problem } from '#runtime';
import type { Sealer } from '#security';
import { incomplete, PATHS } from '../applications/incomplete-application.js';
import { sharingPhones } from '../applications/shared-phones.js';
import { completed } from '../applications/submit-application.js';
import { offeringsOf } from '../applications/unfit-rows.js';
import { windowsOf } from '../calendar/calendars.js';
import type { Application, Submission } from '../domain/application.js';
import { outside, windowWords, type Windows } from '../domain/calendar.js';
import { type Warning, warning } from '../domain/field-rules.js';
import type { Offering } from '../domain/offering.js';
import type { StudyRules } from '../domain/study-rules.js';
import { problems } from '../problems.js';
import type { DeliveredApplication } from './delivered-application.js';

/** A delivery, and the application that it corrects where its number is known. */
export interface Delivered {
  readonly item: DeliveredApplication;
  readonly known?: Application;
}

export interface Assessed extends Delivered {
  readonly submission: Submission;
  readonly warnings: Warning[];
}

/** A platform names level and mode themselves, where a school names the offering. */
const PATHS_OF_PLATFORM = { ...PATHS, level: 'level', studyMode: 'studyMode' };

/** What the rules and the database say of deliveries, as at the counter of a school, in three statements for all of them. */
export async function assess(
  tx: Transaction,
  deliveries: readonly Delivered[],
  { sealer, rules }: { sealer: Sealer; rules: readonly StudyRules[] },
): Promise<{ fit: Assessed[]; unfit: Map<string, Problem> }> {
  const found = await offeringsOf(tx, deliveries.map(({ item }, row) => ({ row, values: item }))); // prettier-ignore
  const windowsFor = await windowsOf(tx, deliveries.map(({ item }) => item)); // prettier-ignore
  const today = dayInChina(tx.at);
  const unfit = new Map<string, Problem>();
  const fit = deliveries.flatMap((each, at): Assessed[] => {
    const verdict = judge(each, { offering: found.get(at), windows: windowsFor(each.item), today, rules });
    if (!(verdict instanceof Problem)) return [verdict];
    unfit.set(each.item.platformNumber, verdict);
    return [];
  });
  const reachable = fit.map(({ submission }) => ({ ...submission, phone: submission.person.phone }));
  const isShared = await sharingPhones(tx, sealer, reachable, rules[0]!.sharedPhones);
  fit.forEach(({ warnings }, at) => {
    if (isShared(reachable[at]!)) warnings.push(warning('phone', 'shared-phone'));
  });
  return { fit, unfit };
}

interface Place {
  readonly offering: Offering | undefined;
  readonly windows: Windows | undefined;
  readonly today: string;
  readonly rules: readonly StudyRules[];
}

/** A correction may come after the window, and stay at an offering that recruits no more. */
function judge({ item, known }: Delivered, { offering, windows, today, rules }: Place): Assessed | Problem {
  if (!offering) return new Problem(problems['unknown-offering']);
  if (offering.status !== 'ACTIVE' && offering.offeringId !== known?.offeringId)
    return new Problem(problems['offering-not-active']);
  const missed = known ? undefined : outside(windows, 'APPLICATION', today);
  if (missed) return new Problem(problems['outside-window'], windowWords(missed));
  const { platformNumber: _number, majorCode: _major, level: _level, studyMode: _mode, ...asked } = item;
  const { offeringId } = offering;
  const { submission, warnings, errors } = completed(
    { ...asked, offeringId, channel: 'UNIFIED_PLATFORM' },
    offering,
    rules,
  );
  return errors.length > 0 ? incomplete(errors, PATHS_OF_PLATFORM) : { item, known, submission, warnings };
}
