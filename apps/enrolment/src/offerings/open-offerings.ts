import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { type CodeOf, Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { LEVELS, StudyMode, id, schoolCode } from '#contracts';
import type { Transaction } from '#database';
import { refusedItems } from '#runtime';
import type { Actor } from '#security';
import { catalogueVersion, majorCode } from '../catalogue/catalogue.js';
import { type Offering, type offeringRefusals, open, openAgain, type openAgainRefusals } from '../domain/offering.js'; // prettier-ignore
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
export type NewOffering = z.infer<typeof newOffering>;

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
      const { openings, opened } = await saveOpenings(tx, this.transitions, wanted, actor);
      const offeringIds = openings.flatMap(({ offering, code }) => (code ? [] : offering!.offeringId));
      const refused = openings.flatMap(({ wanted: each, code }) =>
        code ? refusedItem(keyOf(each), code) : [],
      );
      tx.refused('offering', refused);
      return { accepted: offeringIds.length, opened, offeringIds, refused };
    });
  }
}

const KEY = 'school_code, catalogue_version, major_code, level, mode';
type Key = Pick<Offering, 'schoolCode' | 'catalogueVersion' | 'majorCode' | 'level' | 'mode'>;
const keyOf = (each: Key) =>
  [each.schoolCode, each.catalogueVersion, each.majorCode, each.level, each.mode].join('/');

/** Of a row of a file the key alone is the offering's. */
const keyPartOf = (each: Key): Key => ({ schoolCode: each.schoolCode, catalogueVersion: each.catalogueVersion, majorCode: each.majorCode, level: each.level, mode: each.mode }); // prettier-ignore

/** An offering that somebody wants open: one that is there, a new one, or none with the reason. */
export interface Opening<Wanted extends NewOffering> {
  readonly wanted: Wanted;
  readonly offering?: Offering;
  readonly isNew: boolean;
  readonly code?: CodeOf<typeof offeringRefusals> | CodeOf<typeof openAgainRefusals> | undefined;
}

/** What the rules say of each, without opening any. */
export async function decideOpenings<Wanted extends NewOffering>(
  tx: Transaction,
  wanted: readonly Wanted[],
): Promise<Opening<Wanted>[]> {
  const known = await byKey(tx, wanted);
  const contextOf = await openingContext(tx, wanted);
  return wanted.map((each) => {
    const there = known.get(keyOf(each));
    if (there) return { wanted: each, offering: there, isNew: false, code: openAgain(there) };
    const decision = open({ ...keyPartOf(each), offeringId: uuidv7() }, contextOf(each));
    return decision.ok
      ? { wanted: each, offering: decision.value, isNew: true }
      : { wanted: each, isNew: false, code: decision.code };
  });
}

/** Opens those that may be. @returns what became of each, and how many were opened now */
export async function saveOpenings<Wanted extends NewOffering>(
  tx: Transaction,
  transitions: Transitions,
  wanted: readonly Wanted[],
  actor: Actor,
): Promise<{ openings: Opening<Wanted>[]; opened: number }> {
  const decided = await decideOpenings(tx, wanted);
  const versions = decided.flatMap(({ offering, isNew }) => (isNew ? { after: offering! } : []));
  const options = { actor, unless: KEY };
  const { length: opened } = await transitions.save(tx, offerings, openOfferings, versions, options);
  // One that somebody else has opened meanwhile, or that is wanted twice, has another id.
  const known = await byKey(tx, wanted);
  const openings = decided.map((each) => ({ ...each, offering: known.get(keyOf(each.wanted)) }));
  return { openings, opened };
}

/** Offerings by their keys, also those that were there before. */
async function byKey(tx: Transaction, wanted: readonly Key[]): Promise<Map<string, Offering>> {
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
