import { setTimeout as sleep } from 'node:timers/promises';
import { dropCaches } from './caches.mjs';
import { databaseTimes } from './database-times.mjs';
import { plansOf } from './plans.mjs';
import { CLOSED_LOOP } from './sample-people.mjs';
import { closedLoop, openLoop, verify } from './verify-load.mjs';

const CALLERS = 16;

/** Cold, and then three times warm, since the machine may have other things to do; then by one caller after the other. */
export async function measureVerification({ platform, service, url, people, rate, seconds, log, known }) {
  await untilLevel(service.url, people[0]);
  const some = people.slice(100, 100 + rate * seconds);
  const others = people.slice(-CLOSED_LOOP);
  await openLoop(service.url, others.slice(0, rate * 2), rate); // compiles the code of the service
  const verification = {};
  const measured = async (name, work) => {
    verification[name] = await work();
    known({ verification });
    log(`${name}: ${JSON.stringify(verification[name])}`);
  };
  await dropCaches(platform, url);
  for (const name of ['cold', 'warm', 'warm, second time', 'warm, third time'])
    await measured(name, () => askedAndExplained(platform, () => openLoop(service.url, some, rate)));
  const processes = [...service.processes(), ...platform.servers()];
  await measured('as fast as it goes', () =>
    closedLoop(service.url, others, { callers: CALLERS, processes }),
  );
}

async function askedAndExplained(platform, ask) {
  let asked;
  const plans = await plansOf(platform, async () => (asked = await ask()));
  return { ...asked, database: databaseTimes(plans) };
}

async function untilLevel(url, person) {
  for (let tries = 0; tries < 300; tries++) {
    if ((await verify(url, person, 'hit')).told) return;
    await sleep(100);
  }
  throw new Error('The lookup did not become level in time.');
}
