import { setTimeout as sleep } from 'node:timers/promises';
import { sizesOf, timed, withClient } from './fill.mjs';
import { plansOf } from './plans.mjs';
import { measureTakingIn, newNumbers, oldNumbers, publishStates } from './states.mjs';

const NAME = 'certificate-lookup';

/** What the reaction takes in at this size, and what the tables need after it. */
export async function measureStates({ platform, service, url, rows, states, log, known }) {
  const taking = {};
  const kinds = {
    'new certificates': [newNumbers(rows, 0, states), { version: 1, status: 'VALID' }],
    'revocations of old ones': [oldNumbers(rows, states), { version: 3, status: 'REVOKED' }],
  };
  for (const [name, [numbers, how]] of Object.entries(kinds)) {
    await service.running.kill(NAME, 'SIGTERM');
    await publishStates(platform, numbers, how);
    taking[name] = await measureTakingIn(() => service.running.start(NAME), {
      url: service.url,
      count: states,
      processes: () => [...service.processes(), ...platform.servers()],
    });
    known({ taking });
    log(`${name}: ${JSON.stringify(taking[name])}`);
  }
  const upkeep = {};
  const few = newNumbers(rows, states, 10);
  const statePlans = await plansOf(platform, async () => {
    await publishStates(platform, few, { version: 1, status: 'VALID' });
    await untilThere(url, few);
  });
  await withClient(url, async (client) => {
    for (const table of ['entries', 'data_keys', 'aggregate_versions'])
      await timed(upkeep, `vacuum (analyze) ${table}`, () => client.query(`vacuum (analyze) ${table}`));
    await timed(upkeep, 'reindex entries_by_number_and_name', () =>
      client.query('reindex index concurrently entries_by_number_and_name'),
    );
    known({ upkeep, statePlans, tablesAfter: await sizesOf(client) });
  });
}

async function untilThere(url, numbers) {
  await withClient(url, async (client) => {
    for (let tries = 0; tries < 200; tries++) {
      const { rowCount } = await client.query('select from entries where certificate_no = any($1)', [
        numbers,
      ]);
      if (rowCount === numbers.length) return;
      await sleep(50);
    }
    throw new Error('The last states did not come in time.');
  });
}
