import { setTimeout as sleep } from 'node:timers/promises';
import { progress } from '../../../deploy/local/progress.ts';
import { cpuMsOfOne, measureCpu, round } from '../usage.ts';
import type { Lookup } from './lookup.ts';
import { newNumbers, oldNumbers, publishStates } from './states.ts';

const LOOK_EVERY_MS = 20;
const TIMEOUT_MS = 600_000;

/** How fast the service takes in what waits for it when it starts. */
export async function measureTakingIn(lookup: Lookup, rows: number, states: number) {
  const taking: Record<string, object> = {};
  const kinds = {
    'new certificates': { numbers: newNumbers(rows, states), version: 1, status: 'VALID' },
    'revocations of old ones': { numbers: oldNumbers(rows, states), version: 3, status: 'REVOKED' },
  } as const;
  for (const [name, { numbers, ...how }] of Object.entries(kinds)) {
    await lookup.stop();
    await publishStates(lookup, numbers, how);
    taking[name] = await takenIn(lookup, states);
    progress(`${name}: ${JSON.stringify(taking[name])}`);
  }
  return taking;
}

/** From its first batch to its last. */
async function takenIn(lookup: Lookup, count: number) {
  const starting = lookup.start();
  const deadline = performance.now() + TIMEOUT_MS;
  const untilSome = async (wanted: number) => {
    for (let taken = await countOf(lookup); ; taken = await countOf(lookup)) {
      if (taken >= wanted) return taken;
      if (performance.now() > deadline) throw new Error(`Only ${taken} of ${count} states were taken in.`);
      await sleep(LOOK_EVERY_MS);
    }
  };
  const first = await untilSome(1);
  const cpu = measureCpu(lookup.processes());
  const began = performance.now();
  await untilSome(count);
  const seconds = (performance.now() - began) / 1_000;
  const usage = cpu.stop();
  await starting;
  const states = count - first;
  return {
    states,
    seconds: round(seconds),
    perSecond: round(states / seconds, 0),
    cpuMsEach: cpuMsOfOne(usage, states),
  };
}

async function countOf({ url }: Lookup) {
  const page = await fetch(`${url}/metrics`).then((answer) => answer.text(), () => ''); // prettier-ignore
  return Number(
    /^messaging_client_consumed_messages_total{[^}]*certificates\.lookup[^}]*} (\d+)/m.exec(page)?.[1] ?? 0,
  );
}
