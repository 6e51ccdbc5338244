import { verifyChains } from '#commands';
import type { DataOf, EventDefinition } from '#contracts';
import { allSchools, createDataSource, Transactions } from '#database';
import { fromRecord } from '#messaging';
import type { ServiceCommand, Settings } from '#runtime';
import { TopicSealer } from '#security';
import { readToEnd } from './read-to-end.js';

/**
 * `node main.js --verify-audit`: 核验 of the audit trail of a service, against its database and what was published.
 * @param definition the event by which the service publishes the heads of its chains
 * @throws BrokenTrail that names the first broken entry of each chain that does not hold
 */
export const verifyAudit =
  (definition: EventDefinition): ServiceCommand =>
  async (settings, logger) => {
    const events = await publishedHeads(definition, settings);
    const published = events.flatMap(({ heads }) => heads);
    const dataSource = await createDataSource(settings.DATABASE_URL).initialize();
    try {
      const transactions = new Transactions(dataSource);
      const [publication] = await transactions.run(allSchools, (tx) =>
        tx.query<{ done_on: string | null }>('select done_on from audit_publication'),
      );
      if (events.length === 0 && publication?.done_on !== null)
        throw new BrokenTrail(`Nothing is left of what was published up to ${publication?.done_on}.`);
      const { broken, ...found } = await verifyChains(
        (sql, parameters) => transactions.run(allSchools, (tx) => tx.query(sql, parameters)),
        published,
      );
      const heads = published.length;
      if (broken.length > 0)
        throw new BrokenTrail(
          broken.map(({ chain, seq, why }) => `Chain ${chain} is broken at entry ${seq}: ${why}.`).join(' '),
        );
      logger.info({ ...found, heads }, 'the audit trail holds');
    } finally {
      await dataSource.destroy();
    }
  };

/** The trail was looked through and does not hold; any other failure says nothing of it. */
class BrokenTrail extends Error {
  override readonly name = 'BrokenTrail';
}

type Heads = DataOf<EventDefinition> & { heads: { chain: string; seq: number; hash: string }[] };

async function publishedHeads(definition: EventDefinition, settings: Settings): Promise<Heads[]> {
  const sealer = new TopicSealer(settings);
  const events: Heads[] = [];
  await readToEnd(definition.topic, settings, async (record) => {
    const { data } = await fromRecord(definition, { ...record, payload: record.value }, sealer);
    events.push(data as Heads);
  });
  return events;
}
