import { allSchools, createDataSource, type Transaction, Transactions } from '#database';
import { fromRecord } from '#messaging';
import type { ServiceCommand, Settings } from '#runtime';
import { TopicSealer } from '#security';
import { readToEnd, type ReadOptions } from '../read-to-end.js';
import type { GivenNumber, GivenNumbers, Serial } from './given-numbers.js';

const TIMEOUT_MS = 3_600_000;

/**
 * `node main.js --recover`, of a service whose database was restored, before it starts: whatever its topics say was
 * given out is not given to anybody else. The counters go past it, and each number that the database lacks is noted for
 * the registration that has it. It may be called again, and changes nothing where nothing was lost.
 */
export const recoverNumbers =
  (numbers: GivenNumbers): ServiceCommand =>
  async (settings, logger) => {
    const given = await givenNumbers(numbers, settings, { timeoutMs: TIMEOUT_MS });
    const highest = highestSerials([...given, ...(await serialsOfState(numbers, settings))]);
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

/** The numbers of a topic of facts. */
export async function givenNumbers(
  { told, givenBy }: GivenNumbers,
  settings: Settings,
  options: ReadOptions,
): Promise<GivenNumber[]> {
  const sealer = new TopicSealer(settings);
  const given: GivenNumber[] = [];
  await readToEnd(
    told.topic,
    settings,
    async (record) => {
      if (record.headers.ce_type !== told.type) return;
      // What cannot be read is not this service's: it reads what it has written.
      const event = await fromRecord(told, { ...record, payload: record.value }, sealer).catch(
        () => undefined,
      );
      if (event) given.push(givenBy(event.data));
    },
    options,
  );
  return given;
}

async function serialsOfState({ state }: GivenNumbers, settings: Settings): Promise<Serial[]> {
  const highest = new Map<string, Serial>();
  if (state)
    await readToEnd(
      state.topic,
      settings,
      async ({ key }) => {
        const each = state.serialOf(key);
        if (each.serial > (highest.get(each.prefix)?.serial ?? 0)) highest.set(each.prefix, each);
      },
      { timeoutMs: TIMEOUT_MS },
    );
  return [...highest.values()];
}

function highestSerials(serials: readonly Serial[]): Map<string, number> {
  const highest = new Map<string, number>();
  for (const { prefix, serial } of serials) highest.set(prefix, Math.max(serial, highest.get(prefix) ?? 0));
  return highest;
}

const raiseCounters = (tx: Transaction, { counters }: GivenNumbers, highest: Map<string, number>) =>
  tx.query(
    `insert into ${counters} as known (prefix, last)
     select prefix, last from unnest($1::text[], $2::integer[]) as told (prefix, last) order by prefix
     on conflict (prefix) do update set last = greatest(known.last, excluded.last)`,
    [[...highest.keys()], [...highest.values()]],
  );

async function noteLost(tx: Transaction, numbers: GivenNumbers, given: GivenNumber[]): Promise<number> {
  const lost = await unknownOf(tx, numbers, given);
  await tx.query(
    `insert into given_numbers (number, registration_id, given_at)
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
  { held: [table, column] }: GivenNumbers,
  given: readonly GivenNumber[],
): Promise<GivenNumber[]> {
  const byNumber = new Map(given.map((each) => [each.number, each]));
  const rows = await tx.query<{ number: string }>(
    `select number from unnest($1::text[]) as told (number)
     where not exists (select from ${table} where ${table}.${column} = told.number)
       and not exists (select from given_numbers where given_numbers.number = told.number)`,
    [[...byNumber.keys()]],
  );
  return rows.map(({ number }) => byNumber.get(number)!);
}
