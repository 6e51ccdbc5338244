import { readdirSync, readFileSync } from 'node:fs';
import type { RunningProcess } from '../../deploy/local/platform/processes.ts';

/** Of /proc/PID/stat; a hundred on every Linux that there is. */
const TICKS_PER_SECOND = 100;

export interface Usage {
  seconds: number;
  /** by the name of a process; that of the bench itself is among them */
  cpuSeconds: Record<string, number>;
  postgresByDatabase: Record<string, number>;
}

interface Seen {
  parent: number;
  /** CPU seconds: its own, and those of children that have ended */
  own: number;
  reaped: number;
  title: string;
}

/** One look at all processes. */
function look(): Map<number, Seen> {
  const processes = new Map<number, Seen>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [, parent = 0, ...fields] = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(9, 13);
      const own = (user + system) / TICKS_PER_SECOND;
      const reaped = (childUser + childSystem) / TICKS_PER_SECOND;
      const title = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      processes.set(Number(pid), { parent, own, reaped, title });
    } catch {
      // it has ended in the meantime
    }
  return processes;
}

/** CPU seconds by process name between now and `stop()`; servers and the bench itself included. */
export function measureCpu(running: readonly RunningProcess[]): { stop: () => Usage } {
  const before = look();
  const began = performance.now();
  return {
    stop() {
      const after = look();
      const seconds = (performance.now() - began) / 1_000;
      const spent = (pid: number) => round(withChildren(after, pid) - withChildren(before, pid));
      return {
        seconds: round(seconds),
        cpuSeconds: {
          ...Object.fromEntries(running.map(({ name, pid }) => [name, spent(pid!)])),
          bench: round(after.get(process.pid)!.own - before.get(process.pid)!.own),
        },
        postgresByDatabase: byDatabase(before, after, running.find(({ name }) => name === 'postgres')?.pid),
      };
    },
  };
}

/** PostgreSQL's backends are children of the server; those that have ended are counted there. */
function withChildren(processes: Map<number, Seen>, pid: number) {
  let sum = (processes.get(pid)?.own ?? 0) + (processes.get(pid)?.reaped ?? 0);
  for (const { parent, own } of processes.values()) if (parent === pid) sum += own;
  return sum;
}

/** PostgreSQL writes user and database into the titles of its backends. Other servers of the machine do not count. */
function byDatabase(before: Map<number, Seen>, after: Map<number, Seen>, server?: number) {
  const sums: Record<string, number> = {};
  for (const [pid, { own, title, parent }] of after) {
    if (parent !== server) continue;
    const [, name] =
      /^postgres: \S+ (\S+) \d+\./.exec(title) ??
      /^postgres: (walwriter|checkpointer|autovacuum worker)/.exec(title) ??
      [];
    if (name) sums[name] = round((sums[name] ?? 0) + own - (before.get(pid)?.own ?? 0));
  }
  return Object.fromEntries(Object.entries(sums).filter(([, seconds]) => seconds > 0.05));
}

/** MB in RAM now, and the most that there ever were. */
export function memoryOf({ pid }: RunningProcess): { mb: number; peakMb: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (field: string) =>
    Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
  return { mb: megabytes('VmRSS'), peakMb: megabytes('VmHWM') };
}

/** Milliseconds of CPU of one of `count`, by process. */
export const cpuMsOfOne = ({ cpuSeconds }: Usage, count: number): Record<string, number> =>
  Object.fromEntries(
    Object.entries(cpuSeconds).map(([name, seconds]) => [name, round((seconds * 1_000) / count, 3)]),
  );

export interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

export function percentiles(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

export const round = (number: number, digits = 2): number => Number(number.toFixed(digits));
