import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { removeAbandoned } from '../../deploy/local/platform/abandoned.ts';
import { markOf } from '../../deploy/local/platform/process-mark.ts';

/** More than any system gives. */
const gone = 2 ** 30;
const marked = (pid: number) => ({ pid, mark: markOf(pid) });

describe('what killed test runs leave behind', () => {
  let folder: string;
  let server: ChildProcess;
  const report = console.error;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'jiangtu-'));
    server = spawn('sleep', ['60'], { stdio: 'ignore' });
    await once(server, 'spawn');
    console.error = () => {};
  });
  afterEach(() => {
    console.error = report;
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  it('is removed: the folder, the server, and what a command undoes', async () => {
    const undone = path.join(folder, 'undone');
    leave(`test-${gone}`, {
      owner: { pid: gone, mark: 'gone' },
      children: [{ name: 'server', ...marked(server.pid!) }],
      undo: [['touch', undone]],
    });
    const ended = once(server, 'exit');
    await removeAbandoned(folder);
    await ended;
    expect(existsSync(undone)).toBe(true);
    expect(readdirSync(folder)).toEqual(['undone']);
  });

  it('is told from a run that goes on', async () => {
    leave(`test-${server.pid}`, { owner: marked(server.pid!), children: [], undo: [] });
    await removeAbandoned(folder);
    expect(readdirSync(folder)).toEqual([`test-${server.pid}`]);
  });

  it('is told from a run that has just started and not written down anything', async () => {
    mkdirSync(path.join(folder, `test-${server.pid}`));
    await removeAbandoned(folder);
    expect(readdirSync(folder)).toEqual([`test-${server.pid}`]);
  });

  it('is removed also where another process has got the number of the killed one', async () => {
    leave(`test-${server.pid}`, { owner: { pid: server.pid, mark: 'earlier' }, children: [], undo: [] });
    await removeAbandoned(folder);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is told from files beside it', async () => {
    writeFileSync(path.join(folder, 'test-results.json'), '{}');
    await removeAbandoned(folder);
    expect(readdirSync(folder)).toEqual(['test-results.json']);
  });

  function leave(name: string, record: object) {
    mkdirSync(path.join(folder, name, 'logs'), { recursive: true });
    writeFileSync(path.join(folder, name, 'pids.json'), JSON.stringify(record));
  }
});
