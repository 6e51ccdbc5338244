import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Commands } from '#commands';
import { type Level, LEVELS, type SchoolType, StudyMode, id, schoolCode } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import { refusedItems } from '#runtime';
import type { Actor } from '#security';
import { actions } from '../actions.js';
import { catalogueVersion, majorCode } from '../catalogue/load-catalogue.js';
import type { SchoolStatus } from '../domain/admission.js';
import { refusalToOffer } from '../domain/offering.js';
import { type RefusedItem, refusedItem } from '../domain/refusal.js';
import { changeOfOffering, OFFERINGS, type OfferingRow, offeringState } from './offering-row.js';

const newOffering = z.strictObject({
  schoolCode,
  catalogueVersion,
  majorCode,
  level: z.enum(LEVELS),
  mode: StudyMode,
});
type NewOffering = z.infer<typeof newOffering>;
export const NewOfferings = z.strictObject({ offerings: z.array(newOffering).min(1).max(1000) });
export type NewOfferings = z.infer<typeof NewOfferings>;

export const OfferingsOpened = z.object({
  accepted: z.int(),
  offeringIds: z.array(id).describe('In the order of the accepted items'),
  refused: refusedItems,
});

/** Opens 专业点. Opening one that is there already changes nothing and answers its id. */
@Injectable()
export class OpenOfferings {
  constructor(
    private readonly commands: Commands,
    private readonly outbox: Outbox,
  ) {}

  run({ offerings }: NewOfferings, actor: Actor): Promise<z.infer<typeof OfferingsOpened>> {
    return this.commands.run(actor, actions['open-offerings'], async (tx) => {
      const { allowed, refused } = await decide(tx, offerings);
      const opened = await insertNew(tx, allowed);
      const rows = await findAll(tx, allowed);
      const created = rows.filter((row) => opened.has(row.offering_id));
      await this.outbox.publish(tx, created.map(offeringState));
      tx.changed(...created.map(changeOfOffering));
      const ids = new Map(rows.map((row) => [keyOfRow(row), row.offering_id]));
      const offeringIds = allowed.map((each) => ids.get(keyOf(each))!);
      tx.refused('offering', refused);
      return { accepted: offeringIds.length, offeringIds, refused };
    });
  }
}

const keyOf = (each: NewOffering) =>
  [each.schoolCode, each.catalogueVersion, each.majorCode, each.level, each.mode].join('/');
const keyOfRow = (row: OfferingRow) =>
  [row.school_code, row.catalogue_version, row.major_code, row.level, row.mode].join('/');

async function decide(tx: Transaction, offerings: NewOffering[]) {
  const facts = await tx.query<{
    school_type: SchoolType | null;
    status: SchoolStatus;
    levels: Level[] | null;
  }>(
    `select s.school_type, s.status, m.levels
     from unnest($1::text[], $2::text[], $3::text[]) with ordinality
       as wanted(school_code, catalogue_version, major_code, place)
     left join schools s using (school_code) left join catalogue_majors m using (catalogue_version, major_code)
     order by place`,
    [
      offerings.map((each) => each.schoolCode),
      offerings.map((each) => each.catalogueVersion),
      offerings.map((each) => each.majorCode),
    ],
  );
  const allowed: NewOffering[] = [];
  const refused: RefusedItem[] = [];
  offerings.forEach((offering, place) => {
    const { school_type, status, levels } = facts[place]!;
    const school = school_type === null ? undefined : { schoolType: school_type, status };
    const code = refusalToOffer({ level: offering.level, school, major: levels ? { levels } : undefined });
    if (code) refused.push(refusedItem(keyOf(offering), code));
    else allowed.push(offering);
  });
  return { allowed, refused };
}

const columnsOf = (offerings: NewOffering[]) => [
  offerings.map((each) => each.schoolCode),
  offerings.map((each) => each.catalogueVersion),
  offerings.map((each) => each.majorCode),
  offerings.map((each) => each.level),
  offerings.map((each) => each.mode),
];

/** Sorted, so that two batches that name the same offerings wait for each other instead of deadlocking. */
async function insertNew(tx: Transaction, offerings: NewOffering[]): Promise<Set<string>> {
  const sorted = offerings.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  const rows = await tx.query<{ offering_id: string }>(
    `insert into offerings (offering_id, school_code, catalogue_version, major_code, level, mode, status, version)
     select new.*, 'ACTIVE', 1
     from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) as new
     on conflict do nothing returning offering_id`,
    [sorted.map(() => uuidv7()), ...columnsOf(sorted)],
  );
  return new Set(rows.map((row) => row.offering_id));
}

const findAll = (tx: Transaction, offerings: NewOffering[]) =>
  tx.query<OfferingRow>(
    `select * from ${OFFERINGS}
     where (school_code, catalogue_version, major_code, level, mode) in
       (select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]))`,
    columnsOf(offerings),
  );
