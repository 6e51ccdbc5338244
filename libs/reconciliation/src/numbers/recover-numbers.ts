import { allSchools, createDataSource, type Transaction, Transactions } from '#database';
import { fromRecord } from '#messaging';
import type { ServiceCommand, Settings } from '#runtime';
import { TopicSealer } from '#security';
import { readToEnd, type ReadOptions } from '../read-to-end.js';
import type { ReservedNumber, ReservedNumbers, Serial } from './reserved-numbers.js';

const TIMEOUT_MS = 3_600_000;

/**
 * `node main.js --recover`, of a service whose database was restored, before it starts: whatever its topics say was
 * given out is not given to anybody else. The counters go past it, and each number that the database lacks is noted for
 * the registration that has it. It may be called again, and changes nothing where nothing was lost.
 */
export const recoverNumbers =
  (numbers: ReservedNumbers): ServiceCommand =>
  async (settings, logger) => {
    const whole = { timeoutMs: TIMEOUT_MS };
    const highest = new Map<string, number>();
    const goPast = ({ prefix, serial }: Serial) => {
      if (serial > (highest.get(prefix) ?? 0)) highest.set(prefix, serial);
    };
    const given = await reservedNumbers(numbers, settings, whole);
    given.forEach(goPast);
    await numbersOfState(numbers, settings, goPast, whole);
    const dataSource = await createDataSource(settings.DATABASE_URL).initialize();
    try {
      const lost = await new Transactions(dataSource).run(allSchools, async (tx) => {
        await raiseCounters(tx, numbers, highest);
        return noteLost(tx, numbers, given);
      });
      logger.info(
        { told: given.length, lost, counters: highest.size },
        'the numbers that were given are known',
      );
    } finally {
      await dataSource.destroy();
    }
  };

/** The numbers that facts tell of. */
export async function reservedNumbers(
  { told, alsoTold = [], givenBy }: ReservedNumbers,
  settings: Settings,
  options: ReadOptions,
): Promise<ReservedNumber[]> {
  const sealer = new TopicSealer(settings);
  const given: ReservedNumber[] = [];
  const facts = [told, ...alsoTold];
  for (const topic of new Set(facts.map((each) => each.topic)))
    await readToEnd(
      topic,
      settings,
      async (record) => {
        const definition = facts.find(({ type }) => type === record.headers.ce_type);
        if (!definition) return;
        // What cannot be read is not this service's: it reads what it has written.
        const event = await fromRecord(definition, { ...record, payload: record.value }, sealer).catch(
          () => undefined,
        );
        if (event) given.push(givenBy(event.data));
      },
      options,
    );
  return given;
}

/** The numbers that the state topic names, as they come; none where there is no such topic. */
export async function numbersOfState(
  { state }: ReservedNumbers,
  settings: Settings,
  each: (serial: Serial, number: string) => void,
  options: ReadOptions,
): Promise<void> {
  if (state)
    await readToEnd(state.topic, settings, async ({ key }) => each(state.serialOf(key), key), options);
}

const raiseCounters = (tx: Transaction, { counters }: ReservedNumbers, highest: Map<string, number>) =>
  tx.query(
    `insert into ${counters} as known (prefix, last)
     select prefix, last from unnest($1::text[], $2::integer[]) as told (prefix, last) order by prefix
     on conflict (prefix) do update set last = greatest(known.last, excluded.last)`,
    [[...highest.keys()], [...highest.values()]],
  );

async function noteLost(tx: Transaction, numbers: ReservedNumbers, given: ReservedNumber[]): Promise<number> {
  const lost = await unknownOf(tx, numbers, given);
  await tx.query(
    `insert into reserved_numbers (number, registration_id, given_at)
     select * from unnest($1::text[], $2::uuid[], $3::timestamptz[]) on conflict do nothing`,
    [
      lost.map(({ number }) => number),
      lost.map(({ registrationId }) => registrationId),
      lost.map(({ givenAt }) => givenAt),
    ],
  );
  return lost.length;
}

/** Of numbers that were given, those that the database neither holds nor has noted. */
export async function unknownOf(
  tx: Transaction,
  { held: [table, column] }: ReservedNumbers,
  given: readonly ReservedNumber[],
): Promise<ReservedNumber[]> {
  const byNumber = new Map(given.map((each) => [each.number, each]));
  const rows = await tx.query<{ number: string }>(
    `select number from unnest($1::text[]) as told (number)
     where not exists (select from ${table} where ${table}.${column} = told.number)
       and not exists (select from reserved_numbers where reserved_numbers.number = told.number)`,
    [[...byNumber.keys()]],
  );
  return rows.map(({ number }) => byNumber.get(number)!);
}

/** Of numbers that were given, those that the database does not hold and will give again. */
export async function toBeGivenAgain(
  tx: Transaction,
  { held: [table, column], counters }: ReservedNumbers,
  given: ReadonlyMap<string, Serial>,
): Promise<string[]> {
  const rows = await tx.query<{ number: string }>(
    `select number from unnest($1::text[], $2::text[], $3::integer[]) as told (number, prefix, serial)
     where not exists (select from ${table} where ${table}.${column} = told.number)
       and not exists (select from ${counters} as known where known.prefix = told.prefix and last >= serial)`,
    [
      [...given.keys()],
      [...given.values()].map(({ prefix }) => prefix),
      [...given.values()].map(({ serial }) => serial),
    ],
  );
  return rows.map(({ number }) => number);
}
