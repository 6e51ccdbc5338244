import { fileURLToPath } from 'node:url';
import type { StartedPlatform } from '../../../deploy/local/platform/index.ts';
import { freePort } from '../../../deploy/local/platform/ports.ts';
import { progress } from '../../../deploy/local/progress.ts';
import { setUpServices } from '../../../deploy/local/services.ts';
import { openLoop } from '../measure.ts';
import { serversOf } from '../platform.ts';
import { measureCpu, memoryOf, percentiles, round } from '../usage.ts';
import { watchTopic } from './topic-watch.ts';

const PREFIX = 'relay.';
const TOPIC = 'employment.outcomes.v1';
const ROWS = 50_000;
const ROWS_PER_SECOND = 500;
const ROWS_AT_ONCE = 5;
const SECONDS = 15;

/** The relay alone: many rows at once, then few at a steady rate. */
export async function measureRelay(platform: StartedPlatform) {
  const { processes, secrets, kafka } = platform;
  const settings = await setUpServices(platform, { processes, secrets, topicPrefix: PREFIX });
  const port = await freePort(27_000);
  const relay = await processes.start('relay', process.execPath, {
    args: [fileURLToPath(new URL('relay-process.ts', import.meta.url))],
    env: { PATH: process.env.PATH, ...settings.employment, PORT: String(port) },
    readyWhen: 'ready',
  });
  const write = async (rows: number | string) => {
    const answer = await fetch(`http://127.0.0.1:${port}/?rows=${rows}`, { method: 'POST' });
    if (!answer.ok) throw new Error(await answer.text());
  };
  const watch = await watchTopic(kafka.brokers, PREFIX + TOPIC);
  const measured = [relay, ...serversOf(platform)];
  try {
    for (let n = 0; n < 40; n++) await write(50);
    await watch.untilRead(2_000);
    await write(`${ROWS}&quietly=1`);
    const cpu = measureCpu(measured);
    await write(1); // wakes it, as a service that has committed does
    await watch.untilSent(2_000 + ROWS + 1);
    const { cpuSeconds, seconds } = cpu.stop();
    await watch.untilRead(2_000 + ROWS + 1);
    const before = watch.ages.length;
    const steady = measureCpu(measured);
    const writes = Array.from({ length: (SECONDS * ROWS_PER_SECOND) / ROWS_AT_ONCE }, () => ROWS_AT_ONCE);
    await openLoop(writes, ROWS_PER_SECOND / ROWS_AT_ONCE, write);
    await watch.untilRead(before + SECONDS * ROWS_PER_SECOND);
    const latencyMs = percentiles(watch.ages.slice(before));
    const result = {
      rowsPerSecond: round(ROWS / seconds, 0),
      cpuSeconds,
      latencyMs,
      steadyCpuSeconds: steady.stop().cpuSeconds,
      memory: memoryOf(relay),
    };
    progress(`the relay: ${result.rowsPerSecond} rows/s; at ${ROWS_PER_SECOND} rows/s p50 ${latencyMs.p50} p99 ${latencyMs.p99} ms`); // prettier-ignore
    return result;
  } finally {
    await watch.close();
    await processes.stop(relay);
  }
}
