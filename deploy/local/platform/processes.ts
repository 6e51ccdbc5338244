import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
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
import { UserFacingError } from '../user-facing-error.mjs';
import { lastLines } from './last-lines.ts';
import { endLeftOver } from './left-over.ts';
import { isAlive, markOf, type ProcessMark } from './process-mark.ts';
import { startLeash } from './start-leash.ts';

export interface StartOptions {
  args?: string[];
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
  stopSignal?: NodeJS.Signals;
  /** text in its log */
  readyWhen?: string;
}

/** A process that was started, until it has ended. */
export interface RunningProcess extends ProcessMark {
  name: string;
  /** path of its log, and where in it this process began to write */
  log: string;
  from: number;
  process: ChildProcess;
  stopSignal: NodeJS.Signals;
  /** how it ends: a code, a signal, or why it could not be started */
  exited: Promise<string>;
  /** how it has ended */
  ended?: string;
  /** we are ending it */
  stopping?: boolean;
}

type Command = [string, ...string[]];

/** pids.json of a state folder. */
interface PidRecord {
  owner?: ProcessMark;
  children: (ProcessMark & { name: string; pid: number })[];
  undo?: Command[];
}

/**
 * The processes started for one state folder. They stand in sessions of their own, so that Ctrl-C reaches only us and
 * we stop them in order; a leash ends them if we die; pids.json lets the next start end what even that left behind.
 */
export class Processes {
  /** state folder; logs go to its `logs/` */
  dir: string;
  #children = new Map<number | undefined, RunningProcess>();
  #undo: Command[] = [];
  #record: string;
  #leash?: ChildProcess;
  #stopped = false;

  constructor(dir: string) {
    this.dir = dir;
    this.#record = recordIn(dir);
    mkdirSync(path.join(dir, 'logs'), { recursive: true });
  }

  /** Ends what a killed start left behind, and takes the folder; refuses if another start is alive in it. */
  async takeOver(): Promise<void> {
    const { owner, children, undo = [] } = readRecord(this.#record);
    if (owner && isAlive(owner))
      throw new UserFacingError(
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
   * @param name of the process and of its log file
   */
  async start(
    name: string,
    command: string,
    { args = [], env, uid, gid, stopSignal = 'SIGTERM', readyWhen }: StartOptions = {},
  ): Promise<RunningProcess> {
    if (this.#stopped) throw new UserFacingError('Stopped while starting.');
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
    const exited = new Promise<string>((resolve) => {
      child.on('error', (error) => resolve(error.message));
      child.on('exit', (code, signal) => resolve(signal ?? `code ${code}`));
    });
    const mark = child.pid === undefined ? undefined : markOf(child.pid);
    const running: RunningProcess = {
      name,
      log,
      from,
      pid: child.pid,
      mark,
      process: child,
      stopSignal,
      exited,
    };
    closeSync(output);
    void running.exited.then((how) => (running.ended = how));
    this.#add(running);
    if (readyWhen) await this.#untilLogged(running, readyWhen);
    return running;
  }

  /** The running process of this name, if there is one. */
  running(name: string): RunningProcess | undefined {
    return [...this.#children.values()].find((running) => running.name === name);
  }

  /** Tells on stderr, once and in a sentence, of each process that runs now when it ends and nobody has stopped it. */
  reportDeaths(): void {
    for (const running of this.#children.values())
      void running.exited.then((how) => {
        if (!running.stopping)
          console.error(
            `${running.name} died (${how}), and what needs it fails until you stop Jiangtu by Ctrl-C and start it again; its log is ${running.log}.`,
          );
      });
  }

  /** Runs a program to its end; what makes it fail is in its log. */
  async run(name: string, command: string, options: StartOptions): Promise<void> {
    const running = await this.start(name, command, options);
    const end = await running.exited;
    if (end !== 'code 0') throw new UserFacingError(`${name} failed (${end}): ${lastLines(running.log)}`);
  }

  /** Ends the process: politely first, after `patience` ms by SIGKILL. */
  async stop(running: RunningProcess, patience = 10_000): Promise<void> {
    if (!isAlive(running)) return;
    running.stopping = true;
    running.process.kill(running.stopSignal);
    const killer = setTimeout(() => running.process.kill('SIGKILL'), patience);
    await running.exited;
    clearTimeout(killer);
  }

  /** A command that undoes what is started outside of processes: run at the end, whoever brings the end about. */
  undoBy(command: Command): void {
    this.#undo.push(command);
    this.#tell({ run: command });
    this.#write();
  }

  /** Stops everything at once, and lets go of the folder. */
  async stopAll(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#children.values()].map((running) => this.stop(running)));
    runAll(this.#undo.splice(0));
    this.#leash?.kill('SIGKILL');
    rmSync(this.#record, { force: true });
  }

  #add(running: RunningProcess) {
    this.#children.set(running.pid, running);
    this.#tell({ add: running.pid, signal: running.stopSignal });
    this.#write();
    void running.exited.then(() => {
      this.#children.delete(running.pid);
      this.#tell({ remove: running.pid });
    });
  }

  #tell(line: object) {
    this.#leash?.stdin?.write(`${JSON.stringify(line)}\n`);
  }

  #write(
    running: (ProcessMark & { name: string })[] = [...this.#children.values()],
    undo: Command[] = this.#undo,
  ) {
    const owner = { pid: process.pid, mark: markOf(process.pid) };
    const children = running.map(({ name, pid, mark }) => ({ name, pid, mark }));
    writeFileSync(this.#record, JSON.stringify({ owner, children, undo }));
  }

  async #untilLogged(running: RunningProcess, text: string) {
    for (let waited = 0; !readFileSync(running.log).subarray(running.from).includes(text); waited += 50) {
      if (this.#stopped) throw new UserFacingError('Stopped while starting.');
      if (running.ended)
        throw new UserFacingError(
          `${running.name} did not start (${running.ended}): ${lastLines(running.log)}`,
        );
      if (waited > 90_000)
        throw new UserFacingError(`${running.name} was not ready in 90 s: ${lastLines(running.log)}`);
      await sleep(50);
    }
  }
}

function runAll(commands: Command[]) {
  for (const [command, ...args] of commands)
    if (spawnSync(command, args, { stdio: 'ignore' }).status !== 0)
      console.error(`\`${[command, ...args].join(' ')}\` failed: what it was to end may still be there.`);
}

/** Who holds a state folder; undefined if nobody is written down there. */
export const ownerOf = (dir: string): ProcessMark | undefined => readRecord(recordIn(dir)).owner;

const recordIn = (dir: string) => path.join(dir, 'pids.json');

function readRecord(file: string): PidRecord {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { children: [] };
  }
}
