import { totalmem } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Metrics } from './metrics.js';

/** Milliseconds between two looks at the event loop. Each is a wake-up, also of a service that has nothing to do. */
const RESOLUTION_MS = 100;
const NANOSECONDS = 1e9;
const MICROSECONDS = 1e6;

/**
 * CPU, memory and event loop of the process, by the names that prom-client gives them. Its own
 * `collectDefaultMetrics` cannot be stopped: its monitor and its observer would outlive the service.
 * @returns stops it
 */
export function measureProcess(metrics: Metrics): () => void {
  measureCpu(metrics);
  measureMemory(metrics);
  const startTime = Math.round(performance.timeOrigin / 1000);
  metrics
    .gauge({ name: 'process_start_time_seconds', help: 'When the process started, in Unix time' })
    .set(startTime);
  return measureEventLoop(metrics);
}

function measureCpu(metrics: Metrics): void {
  for (const kind of ['user', 'system'] as const)
    metrics.counter({
      name: `process_cpu_${kind}_seconds_total`,
      help: `CPU time that the process has spent in ${kind} mode`,
      collect() {
        this.reset();
        this.inc(process.cpuUsage()[kind] / MICROSECONDS);
      },
    });
}

function measureMemory(metrics: Metrics): void {
  const gauges = {
    process_resident_memory_bytes: ['rss', 'Memory of the process that is in RAM'],
    nodejs_heap_size_total_bytes: ['heapTotal', 'Heap that V8 has taken'],
    nodejs_heap_size_used_bytes: ['heapUsed', 'Heap that is in use'],
    nodejs_external_memory_bytes: ['external', 'Memory of buffers and the like, outside the heap'],
  } as const;
  showLimit(metrics);
  for (const [name, [part, help]] of Object.entries(gauges))
    metrics.gauge({
      name,
      help,
      collect() {
        this.set(process.memoryUsage()[part]);
      },
    });
}

/** Past it the kernel ends the process. Without a limit it is the machine's memory. */
function showLimit(metrics: Metrics): void {
  const limit = process.constrainedMemory() || Infinity;
  metrics
    .gauge({
      name: 'process_memory_limit_bytes',
      help: 'Memory that the control group of the process may use',
    })
    .set(Math.min(limit, totalmem()));
}

function measureEventLoop(metrics: Metrics): () => void {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  // The monitor counts its own interval into the delay.
  const seconds = (nanoseconds: number) => Math.max(0, nanoseconds / NANOSECONDS - RESOLUTION_MS / 1000);
  const gauges = {
    nodejs_eventloop_lag_p50_seconds: () => delays.percentile(50),
    nodejs_eventloop_lag_p99_seconds: () => delays.percentile(99),
    nodejs_eventloop_lag_max_seconds: () => delays.max,
  };
  for (const [name, read] of Object.entries(gauges))
    metrics.gauge({
      name,
      help: 'Delay of the event loop since the last call of this page',
      collect() {
        this.set(seconds(read()));
        // All are read in one go when a page is called; what follows belongs to the next page.
        setImmediate(() => delays.reset());
      },
    });
  delays.enable();
  return () => void delays.disable();
}
