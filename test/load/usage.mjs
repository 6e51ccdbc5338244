import { readdirSync, readFileSync } from 'node:fs';

/** Of /proc/PID/stat; a hundred on every Linux that there is. */
const TICKS_PER_SECOND = 100;

/** One look at all processes. */
function look() {
  const processes = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const [user, system, childUser, childSystem] = fields.slice(11, 15).map(Number);
      const title = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      const parent = Number(fields[1]);
      const own = (user + system) / TICKS_PER_SECOND;
      const reaped = (childUser + childSystem) / TICKS_PER_SECOND;
      processes.set(Number(pid), { parent, own, reaped, title });
    } catch {
      // it has ended in the meantime
    }
  return processes;
}

/** CPU seconds by process name between now and `stop()`; servers and the bench itself included. */
export function measureCpu(running) {
  const before = look();
  const began = performance.now();
  return {
    stop() {
      const after = look();
      const seconds = (performance.now() - began) / 1_000;
      const cpu = Object.fromEntries(
        running.map(({ name, pid }) => [name, round(withChildren(after, pid) - withChildren(before, pid))]),
      );
      const bench = after.get(process.pid).own - before.get(process.pid).own;
      return {
        seconds: round(seconds),
        cpuSeconds: { ...cpu, bench: round(bench) },
        postgresByDatabase: byDatabase(before, after, running.find(({ name }) => name === 'postgres')?.pid),
      };
    },
  };
}

/** PostgreSQL's backends are children of the server; those that have ended are counted there. */
function withChildren(processes, pid) {
  let sum = (processes.get(pid)?.own ?? 0) + (processes.get(pid)?.reaped ?? 0);
  for (const { parent, own } of processes.values()) if (parent === pid) sum += own;
  return sum;
}

/** PostgreSQL writes user and database into the titles of its backends. Other servers of the machine do not count. */
function byDatabase(before, after, server) {
  const sums = {};
  for (const [pid, { own, title, parent }] of after) {
    if (parent !== server) continue;
    const name = /^postgres: (\S+) (\S+) \d+\./.exec(title)?.[2] ?? /^postgres: (walwriter|checkpointer|autovacuum worker)/.exec(title)?.[1]; // prettier-ignore
    if (name) sums[name] = (sums[name] ?? 0) + own - (before.get(pid)?.own ?? 0);
  }
  return Object.fromEntries(
    Object.entries(sums).map(([name, seconds]) => [name, round(seconds)]).filter(([, seconds]) => seconds > 0.05), // prettier-ignore
  );
}

/** MB in RAM now, and the most that there ever were. */
export function memoryOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (field) => Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)[1]) / 1024);
  return { mb: megabytes('VmRSS'), peakMb: megabytes('VmHWM') };
}

export const round = (number, digits = 2) => Number(number.toFixed(digits));
