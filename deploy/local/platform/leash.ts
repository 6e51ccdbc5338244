// Outlives the process that started it by a moment: when the pipe on stdin closes without a farewell, the starter has
// died, and what it had started is ended here. Lines: {"add": pid, "signal"} {"remove": pid} {"run": [command, …args]}
import { spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

const children = new Map<number, NodeJS.Signals>();
const commands: [string, ...string[]][] = [];

for await (const line of createInterface({ input: process.stdin })) {
  const { add, signal, remove, run } = JSON.parse(line);
  if (add) children.set(add, signal);
  if (remove) children.delete(remove);
  if (run) commands.push(run);
}

// The last started goes first: services before the servers that they use.
for (const [pid, signal] of [...children].toReversed()) send(pid, signal);
for (let waited = 0; waited < 10_000 && [...children.keys()].some((pid) => send(pid, 0)); waited += 100)
  await sleep(100);
for (const pid of children.keys()) send(pid, 'SIGKILL');
for (const [command, ...args] of commands) spawnSync(command, args, { stdio: 'ignore' });

function send(pid: number, signal: NodeJS.Signals | 0) {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
