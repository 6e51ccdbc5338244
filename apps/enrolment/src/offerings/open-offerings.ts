import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { LEVELS, StudyMode, id, schoolCode } from '#contracts';
import type { Transaction } from '#database';
import { refusedItems } from '#runtime';
import type { Actor } from '#security';
import { catalogueVersion, majorCode } from '../catalogue/catalogue.js';
import { type Offering, open, openAgain } from '../domain/offering.js';
import { refusedItem } from '../problems.js';
import { offerings } from './offerings.js';
import { openingContext } from './opening-context.js';

const newOffering = z.strictObject({
  schoolCode,
  catalogueVersion,
  majorCode,
  level: z.enum(LEVELS),
  mode: StudyMode,
});
type NewOffering = z.infer<typeof newOffering>;

const OfferingsOpened = z.object({
  accepted: z.int(),
  opened: z.int().describe('Of those accepted, how many were opened now; the others were open already'),
  offeringIds: z.array(id).describe('In the order of the accepted items'),
  refused: refusedItems,
});

export const openOfferings = command({
  name: 'open-offerings',
  path: 'batch',
  roles: ['city-officer'],
  sentence: { zh: '开设了专业点', en: 'opened the offering' },
  body: z.strictObject({ offerings: z.array(newOffering).min(1).max(1000) }),
  answers: [200, OfferingsOpened],
});

/** Opens 专业点. Opening one that is open already changes nothing and answers its id; one that is not is reopened. */
@Injectable()
export class OpenOfferings {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
  ) {}

  open(
    { offerings: wanted }: BodyOf<typeof openOfferings>,
    actor: Actor,
  ): Promise<z.infer<typeof OfferingsOpened>> {
    return this.commands.run(actor, openOfferings.action, async (tx) => {
      const decided = await decide(tx, wanted);
      const allowed = decided.flatMap(({ decision }) => (decision.ok ? decision.value : []));
      const versions = allowed.map((after) => ({ after }));
      const opened = await this.transitions.save(tx, offerings, openOfferings, versions, {
        actor,
        unless: KEY,
      });
      const known = await byKey(tx, allowed);
      const refusals = decided.map(({ each, decision }) => {
        const there = known.get(keyOf(each));
        return { each, there, code: decision.ok ? openAgain(there!) : decision.code };
      });
      const offeringIds = refusals.flatMap(({ there, code }) => (code ? [] : there!.offeringId));
      const refused = refusals.flatMap(({ each, code }) => (code ? refusedItem(keyOf(each), code) : []));
      tx.refused('offering', refused);
      return { accepted: offeringIds.length, opened: opened.length, offeringIds, refused };
    });
  }
}

const KEY = 'school_code, catalogue_version, major_code, level, mode';
type Key = Pick<Offering, 'schoolCode' | 'catalogueVersion' | 'majorCode' | 'level' | 'mode'>;
const keyOf = (each: Key) =>
  [each.schoolCode, each.catalogueVersion, each.majorCode, each.level, each.mode].join('/');

async function decide(tx: Transaction, wanted: NewOffering[]) {
  const contextOf = await openingContext(tx, wanted);
  return wanted.map((each) => ({
    each,
    decision: open({ ...each, offeringId: uuidv7() }, contextOf(each)),
  }));
}

/** Offerings by their keys, also those that were there before. */
async function byKey(tx: Transaction, wanted: Key[]): Promise<Map<string, Offering>> {
  const found = await offerings.find(
    tx,
    `(${KEY}) in (select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]))`,
    [
      wanted.map((each) => each.schoolCode),
      wanted.map((each) => each.catalogueVersion),
      wanted.map((each) => each.majorCode),
      wanted.map((each) => each.level),
      wanted.map((each) => each.mode),
    ],
  );
  return new Map(found.map((each) => [keyOf(each), each]));
}
