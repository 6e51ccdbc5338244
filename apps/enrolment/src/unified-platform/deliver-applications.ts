import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { acrossSchools, type Transaction } from '#database';
import { Problem } from '#runtime';
import { type Actor, Sealer } from '#security';
import { type Correction, saveCorrections } from '../applications/save-corrections.js';
import { storeApplications } from '../applications/store-applications.js';
import { STUDY_RULES } from '../applications/study-rules.js';
import { whyNotCorrected } from '../domain/delivery.js';
import type { StudyRules } from '../domain/study-rules.js';
import { problems } from '../problems.js';
import { assess, type Delivered } from './assess-deliveries.js';
import { deliveredAs } from './delivered.js';
import { type DeliveredApplication, Delivery } from './delivered-application.js';
import { DeliveryOutcome, outcomeOf, type Outcomes, readable } from './delivery-outcome.js';

export const deliverApplications = command({
  name: 'deliver-applications',
  path: 'deliver',
  roles: ['unified-platform'],
  sentence: { zh: '报送了报名', en: 'delivered the application' },
  body: Delivery,
  answers: [200, DeliveryOutcome],
});

const CORRECTION = { name: 'correct-delivery' };

/**
 * 报送: an outside platform delivers applications under its own numbers. A number stands for one application: the same again
 * answers the same, other content corrects it where it still may.
 */
@Injectable()
export class DeliverApplications {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
    private readonly sealer: Sealer,
    @Inject(STUDY_RULES) private readonly rules: readonly StudyRules[],
  ) {}

  deliver({ applications }: BodyOf<typeof deliverApplications>, actor: Actor): Promise<DeliveryOutcome> {
    return this.commands.run(actor, deliverApplications.action, async (tx) => {
      const outcomes: Outcomes = new Map();
      const items = readable(applications, outcomes);
      const known = await this.known(tx, actor, items);
      const fresh = items.filter((each) => !known.has(each.platformNumber));
      await acrossSchools(tx, (city) => this.store(city, fresh, actor, outcomes));
      // Delivered twice at once: the other request has stored it between our look and our writing.
      const left = fresh.filter((each) => outcomes.get(each.platformNumber) instanceof Problem);
      const late = await this.known(tx, actor, left);
      const again = items.flatMap((item) => {
        const there = known.get(item.platformNumber) ?? late.get(item.platformNumber);
        return there ? { item, known: there } : [];
      });
      await acrossSchools(tx, (city) => this.repeat(city, again, actor, outcomes));
      const outcome = outcomeOf(outcomes);
      tx.refused('application', outcome.refused.map(({ platformNumber: number, code }) => ({ id: number, code }))); // prettier-ignore
      return outcome;
    });
  }

  private known(tx: Transaction, actor: Actor, items: readonly DeliveredApplication[]) {
    return deliveredAs(tx, actor, items.map((each) => each.platformNumber), { locked: true }); // prettier-ignore
  }

  /** Keyed, since a body holds ID numbers. The order of its fields is that of the schema. */
  private digestOf(item: DeliveredApplication): string {
    return this.sealer.blindIndex(JSON.stringify(item));
  }

  private async store(
    tx: Transaction,
    items: readonly DeliveredApplication[],
    actor: Actor,
    outcomes: Outcomes,
  ): Promise<void> {
    if (items.length === 0) return;
    const { fit, unfit } = await assess(tx, items.map((item) => ({ item })), this.given(actor)); // prettier-ignore
    const submissions = fit.map(({ item, submission, warnings }) => ({
      applicationId: uuidv7(),
      submission,
      warnings,
      delivery: {
        platformNumber: item.platformNumber,
        deliveredBy: actor.subject,
        deliveryDigest: this.digestOf(item),
      },
    }));
    const stored = await storeApplications(tx, deliverApplications, submissions, this.given(actor));
    for (const [number, problem] of unfit) outcomes.set(number, problem);
    for (const { item } of fit) outcomes.set(item.platformNumber, new Problem(problems['already-applied']));
    for (const { platformNumber: number, applicationId } of stored) outcomes.set(number!, applicationId);
  }

  /** What is known by its number: nothing is to be done, or a correction. */
  private async repeat(
    tx: Transaction,
    again: readonly Required<Delivered>[],
    actor: Actor,
    outcomes: Outcomes,
  ): Promise<void> {
    const changed = again.filter(({ item, known }) => {
      const isSame = known.deliveryDigest === this.digestOf(item);
      const { schoolCode } = item;
      const refused = isSame ? undefined : whyNotCorrected(known, { schoolCode, subject: actor.subject });
      outcomes.set(item.platformNumber, refused ? new Problem(problems[refused]) : known.applicationId);
      return !isSame && refused === undefined;
    });
    if (changed.length === 0) return;
    const { fit, unfit } = await assess(tx, changed, this.given(actor));
    const corrections = fit.map((each) => ({ ...each, deliveryDigest: this.digestOf(each.item) }) as Correction); // prettier-ignore
    const refused = await saveCorrections(tx, CORRECTION, corrections, this.given(actor));
    for (const [number, problem] of unfit) outcomes.set(number, problem);
    for (const { item, known } of changed) {
      const problem = refused.get(known.applicationId);
      if (problem) outcomes.set(item.platformNumber, problem);
    }
  }

  private given(actor: Actor) {
    return { transitions: this.transitions, sealer: this.sealer, rules: this.rules, actor };
  }
}
