import type { QueryRunner } from 'typeorm';
import type { EventDefinition, TopicName } from '#contracts';

/** What a number was counted within, and its place there. */
export interface Serial {
  readonly prefix: string;
  readonly serial: number;
}

export interface ReservedNumber extends Serial {
  readonly number: string;
  readonly registrationId: string;
  readonly givenAt: string;
}

/** The numbers that a service gives to registrations, and the topics by which it has told of them. */
export interface ReservedNumbers {
  /** The fact that tells of a number. */
  readonly told: EventDefinition;
  /** Further facts that tell of one, of its topic or of another. */
  readonly alsoTold?: readonly EventDefinition[];
  readonly givenBy: (data: unknown) => ReservedNumber;
  /** Where the service holds its numbers: a table and a column. */
  readonly held: readonly [table: string, column: string];
  /** The table of its counters, with the columns `prefix` and `last`. */
  readonly counters: string;
  /** A state topic whose keys are the numbers: it keeps those of which the fact has expired. */
  readonly state?: { readonly topic: TopicName; readonly serialOf: (number: string) => Serial };
}

/**
 * `reserved_numbers`: numbers that others were told of and that this database, restored to an earlier moment, does not
 * hold. The registration that comes again takes its own out of it. Empty but after a restore.
 */
export async function createReservedNumbersTable(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table reserved_numbers (
      number text primary key,
      registration_id uuid not null,
      given_at timestamptz not null
    );
    create index reserved_numbers_by_registration on reserved_numbers (registration_id);`);
}

/**
 * SQL that takes the numbers that each registration was given already out of the table: as many as it is named times, the first ones
 * where it had more; it returns `registration_id`, `number` and `given_at`.
 * @param registrationIds the parameter with the ids, such as `$1`
 */
export const takeReservedNumbers = (registrationIds: string) => `
  delete from reserved_numbers where number in (
    select number from (
      select number, registration_id, row_number() over (partition by registration_id order by number) as place
      from reserved_numbers where registration_id = any(${registrationIds}::uuid[])) given
    where place <= cardinality(array_positions(${registrationIds}::uuid[], registration_id)))
  returning registration_id, number, given_at`;
