import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Transitions } from '#aggregates';
import type { Decision } from '#aggregates/rules';
import { type BodyOf, command, Commands } from '#commands';
import { type Level, LEVELS, type SchoolType, StudyMode, id, schoolCode } from '#contracts';
import type { Transaction } from '#database';
import { dayInChina } from '#national-codes';
import { refusedItems } from '#runtime';
import type { Actor } from '#security';
import { catalogueVersion, majorCode } from '../catalogue/load-catalogue.js';
import { type Offering, type offeringRefusals, open } from '../domain/offering.js';
import type { School } from '../domain/school.js';
import { refusedItem } from '../problems.js';
import { offerings } from './offerings.js';

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

/** Opens 专业点. Opening one that is there already changes nothing and answers its id. */
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
      await this.transitions.save(tx, offerings, openOfferings, versions, { actor, unless: KEY });
      const ids = await idsOf(tx, allowed);
      const offeringIds = allowed.map((each) => ids.get(keyOf(each))!);
      const refused = decided.flatMap(({ each, decision }) =>
        decision.ok ? [] : refusedItem(keyOf(each), decision.code),
      );
      tx.refused('offering', refused);
      return { accepted: offeringIds.length, offeringIds, refused };
    });
  }
}

const KEY = 'school_code, catalogue_version, major_code, level, mode';
type Key = Pick<Offering, 'schoolCode' | 'catalogueVersion' | 'majorCode' | 'level' | 'mode'>;
const keyOf = (each: Key) =>
  [each.schoolCode, each.catalogueVersion, each.majorCode, each.level, each.mode].join('/');

async function decide(tx: Transaction, wanted: NewOffering[]) {
  const known = await tx.query<{
    school_type: SchoolType | null;
    level_exemptions: School['levelExemptions'];
    status: School['status'];
    levels: Level[] | null;
  }>(
    `select s.school_type, s.level_exemptions, s.status, m.levels
     from unnest($1::text[], $2::text[], $3::text[]) with ordinality
       as wanted(school_code, catalogue_version, major_code, place)
     left join schools s using (school_code) left join catalogue_majors m using (catalogue_version, major_code)
     order by place`,
    [
      wanted.map((each) => each.schoolCode),
      wanted.map((each) => each.catalogueVersion),
      wanted.map((each) => each.majorCode),
    ],
  );
  return wanted.map((each, place): { each: NewOffering; decision: Opened } => {
    const { school_type: schoolType, level_exemptions: levelExemptions, status, levels } = known[place]!;
    const school = schoolType === null ? undefined : { schoolType, levelExemptions, status };
    const decision = open(
      { ...each, offeringId: uuidv7() },
      { school, major: levels ? { levels } : undefined, today: dayInChina(tx.at) },
    );
    return { each, decision };
  });
}

type Opened = Decision<Offering, keyof typeof offeringRefusals>;

/** The ids of offerings by their keys, also of those that were there before. */
async function idsOf(tx: Transaction, wanted: Key[]): Promise<Map<string, string>> {
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
  return new Map(found.map((each) => [keyOf(each), each.offeringId]));
}
