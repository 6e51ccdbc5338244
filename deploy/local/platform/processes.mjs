import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Sentence } from '../sentence.mjs';
import { lastLines } from './last-lines.mjs';
import { endLeftOver } from './left-over.mjs';
import { isAlive, markOf } from './process-mark.mjs';
import { startLeash } from './start-leash.mjs';

/**
 * The processes started for one state folder. They stand in sessions of their own, so that Ctrl-C reaches only us and
 * we stop them in order; a leash ends them if we die; pids.json lets the next start end what even that left behind.
 */
export class Processes {
  #children = new Map();
  #undo = [];
  #record;

  /** @param {string} dir state folder; logs go to its `logs/` */
  constructor(dir) {
    this.dir = dir;
    this.#record = recordIn(dir);
    mkdirSync(path.join(dir, 'logs'), { recursive: true });
  }

  /** Ends what a killed start left behind, and takes the folder; refuses if another start is alive in it. */
  async takeOver() {
    const { owner, children, undo = [] } = readRecord(this.#record);
    if (owner && isAlive(owner))
      throw new Sentence(
        `Jiangtu is already running here (process ${owner.pid}): stop that one first, by Ctrl-C.`,
      );
    const leftOver = children.filter(isAlive);
    // First of all, and with all that is left: whoever comes next shall find the folder taken.
    this.#write(leftOver, undo);
    for (const left of leftOver) await endLeftOver(left);
    runAll(undo);
    for (const log of readdirSync(path.join(this.dir, 'logs'))) rmSync(path.join(this.dir, 'logs', log));
    this.#leash = startLeash();
    this.#write();
  }

  /**
   * Starts a program and waits for `readyWhen` in its log.
   * @param {string} name of the process and of its log file
   * @param {string} command
   * @param {{ args?: string[], env?: object, uid?: number, gid?: number, stopSignal?: NodeJS.Signals, readyWhen?: string }} options
   */
  async start(name, command, { args = [], env, uid, gid, stopSignal = 'SIGTERM', readyWhen } = {}) {
    if (this.#stopped) throw new Sentence('Stopped while starting.');
    const log = path.join(this.dir, 'logs', `${name}.log`);
    const output = openSync(log, 'a');
    // Before the child runs: a fast one is ready before we go on.
    const from = fstatSync(output).size;
    const child = spawn(command, args, {
      cwd: this.dir,
      env,
      uid,
      gid,
      detached: true,
      stdio: ['ignore', output, output],
    });
    /** @type {Promise<string>} how it ends */
    const exited = new Promise((resolve) => {
      child.on('error', (error) => resolve(error.message));
      child.on('exit', (code, signal) => resolve(signal ?? `code ${code}`));
    });
    const running = { name, log, from, pid: child.pid, process: child, stopSignal, exited };
    closeSync(output);
    void running.exited.then((how) => (running.ended = how));
    running.mark = child.pid && markOf(child.pid);
    this.#add(running);
    if (readyWhen) await this.#untilLogged(running, readyWhen);
    return running;
  }

  /** The running process of this name, if there is one. */
  running(name) {
    return [...this.#children.values()].find((running) => running.name === name);
  }

  /** Runs a program to its end; what makes it fail is in its log. */
  async run(name, command, options) {
    const running = await this.start(name, command, options);
    const end = await running.exited;
    if (end !== 'code 0') throw new Sentence(`${name} failed (${end}): ${lastLines(running.log)}`);
  }

  /** Ends the process: politely first, after `patience` ms by SIGKILL. */
  async stop(running, patience = 10_000) {
    if (!isAlive(running)) return;
    running.stopping = true;
    running.process.kill(running.stopSignal);
    const killer = setTimeout(() => running.process.kill('SIGKILL'), patience);
    await running.exited;
    clearTimeout(killer);
  }

  /** A command that undoes what is started outside of processes: run at the end, whoever brings the end about. */
  undoBy(command) {
    this.#undo.push(command);
    this.#tell({ run: command });
    this.#write();
  }

  /** Stops everything at once, and lets go of the folder. */
  async stopAll() {
    this.#stopped = true;
    await Promise.all([...this.#children.values()].map((running) => this.stop(running)));
    runAll(this.#undo.splice(0));
    this.#leash?.kill('SIGKILL');
    rmSync(this.#record, { force: true });
  }

  #leash;
  #stopped = false;

  #add(running) {
    this.#children.set(running.pid, running);
    this.#tell({ add: running.pid, signal: running.stopSignal });
    this.#write();
    void running.exited.then(() => {
      this.#children.delete(running.pid);
      this.#tell({ remove: running.pid });
    });
  }

  #tell(line) {
    this.#leash?.stdin.write(`${JSON.stringify(line)}\n`);
  }

  #write(running = [...this.#children.values()], undo = this.#undo) {
    const owner = { pid: process.pid, mark: markOf(process.pid) };
    const children = running.map(({ name, pid, mark }) => ({ name, pid, mark }));
    writeFileSync(this.#record, JSON.stringify({ owner, children, undo }));
  }

  async #untilLogged(running, text) {
    for (let waited = 0; !readFileSync(running.log).subarray(running.from).includes(text); waited += 50) {
      if (this.#stopped) throw new Sentence('Stopped while starting.');
      if (running.ended)
        throw new Sentence(`${running.name} did not start (${running.ended}): ${lastLines(running.log)}`);
      if (waited > 90_000)
        throw new Sentence(`${running.name} was not ready in 90 s: ${lastLines(running.log)}`);
      await sleep(50);
    }
  }
}

function runAll(commands) {
  for (const [command, ...args] of commands)
    if (spawnSync(command, args, { stdio: 'ignore' }).status !== 0)
      console.error(`\`${[command, ...args].join(' ')}\` failed: what it was to end may still be there.`);
}

/** Who holds a state folder; undefined if nobody is written down there. */
export const ownerOf = (dir) => readRecord(recordIn(dir)).owner;

const recordIn = (dir) => path.join(dir, 'pids.json');

function readRecord(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { children: [] };
  }
}
