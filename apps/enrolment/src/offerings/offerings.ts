import { z } from 'zod';
import { aggregate, fact } from '#aggregates';
import { OfferingState } from '#contracts';
import type { Transaction } from '#database';
import { Cooperation } from '../domain/cooperation.js';
import { Offering } from '../domain/offering.js';

/** Of other schools it is known that they cooperate, and not by which agreement. */
export const OfferingView = Offering.extend({
  majorName: z.string(),
  cooperations: z
    .array(Cooperation.partial({ agreementNo: true }))
    .describe('校企合作; agreementNo and endReason only for the school and the authorities over it'),
}).meta({ id: 'Offering' });
export type OfferingView = z.infer<typeof OfferingView>;

/** 专业点 in its table. */
export const offerings = aggregate({
  name: 'offering',
  table: 'offerings',
  id: 'offeringId',
  school: 'schoolCode',
  state: 'status',
  states: Offering,
  snapshot: fact(OfferingState, (each: Offering, majorName: string) => ({ ...each, majorName }), majorNames),
});

/** The names of the majors, as the version of the catalogue has them that an offering was opened by. */
async function majorNames(tx: Transaction, states: readonly Offering[]): Promise<(each: Offering) => string> {
  const rows = await tx.query<{ catalogue_version: string; major_code: string; name: string }>(
    `select catalogue_version, major_code, name from catalogue_majors
     where (catalogue_version, major_code) in (select * from unnest($1::text[], $2::text[]))`,
    [states.map(({ catalogueVersion }) => catalogueVersion), states.map(({ majorCode }) => majorCode)],
  );
  const names = new Map(rows.map((row) => [`${row.catalogue_version}/${row.major_code}`, row.name]));
  return ({ catalogueVersion, majorCode }) => names.get(`${catalogueVersion}/${majorCode}`)!;
}

/** As a command answers it. */
export async function shownOffering(tx: Transaction, offering: Offering): Promise<OfferingView> {
  const nameOf = await majorNames(tx, [offering]);
  return { ...offering, majorName: nameOf(offering) };
}

/** SQL of whether an offering has a cooperation on a day. @param on placeholder of it */
export const cooperatesOn = (on: string): string => `exists (
  select from jsonb_to_recordset(cooperations) as made ("from" date, "to" date)
  where "from" <= ${on} and ("to" is null or "to" >= ${on}))`;
