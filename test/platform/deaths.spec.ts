import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../deploy/local/platform/ports.ts';
import { Processes } from '../../deploy/local/platform/processes.ts';
import { RunningServices } from '../../deploy/local/running-services.ts';

describe('Of a process that was started here', () => {
  const report = console.error;
  let folder: string;
  let processes: Processes;
  let told: string[];

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'jiangtu-'));
    processes = new Processes(folder);
    told = [];
    console.error = (text: string) => told.push(text);
  });
  afterEach(async () => {
    console.error = report;
    await processes.stopAll();
    rmSync(folder, { recursive: true });
  });

  const startServer = (name: string) =>
    processes.start(name, process.execPath, {
      args: [
        '-e',
        'console.log("ready"); process.on("SIGHUP", () => process.exit(3)); setInterval(() => {}, 1e3)',
      ],
      readyWhen: 'ready',
    });

  it('the death is told in one sentence, with its name, how it ended, its log and what to do', async () => {
    const [kafka, redis] = [await startServer('kafka'), await startServer('redis')];
    processes.reportDeaths();
    kafka.process.kill('SIGHUP');
    await kafka.exited;
    redis.process.kill('SIGKILL');
    await redis.exited;
    expect(told).toHaveLength(2);
    expect(told[0]).toMatch(
      /^kafka died \(code 3\), .*Ctrl-C and start it again; its log is .*\/kafka\.log\.$/,
    );
    expect(told[1]).toMatch(/^redis died \(SIGKILL\), .*\/redis\.log\.$/);
  });

  it('nothing is told when it is stopped on purpose', async () => {
    await startServer('postgres');
    processes.reportDeaths();
    await processes.stopAll();
    expect(told).toEqual([]);
  });

  it('the death of a service is told, with how it ended and its log, and it is started again', async () => {
    const main = path.join(folder, 'main.cjs');
    writeFileSync(
      main,
      `require('node:http').createServer((_, answer) => answer.end()).listen(process.env.PORT, '127.0.0.1')`,
    );
    const services = new RunningServices(processes, false, () => main);
    services.settings.enrolment = { PORT: String(await freePort(28_300)) };
    await services.start('enrolment');
    const startedAgain = new Promise((resolve) => (services.onStarted = resolve));
    const { process: first } = services.processes.enrolment!;
    first.kill('SIGKILL');
    await once(first, 'exit');
    expect(await startedAgain).toBe('enrolment');
    expect(told).toEqual([
      expect.stringMatching(
        /^enrolment ended by itself \(SIGKILL\) and is started again; .*\/enrolment\.log/,
      ),
    ]);
  });
});
