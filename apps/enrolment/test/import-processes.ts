import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { eventually, HttpCaller, testPlatform, type TestService, tokenFor } from '#testing';

/** One more process of a service under test, as in production, to be killed. It runs the build, and reaches Redis. */
export class EnrolmentProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly url: string,
  ) {}

  static async start(service: TestService): Promise<EnrolmentProcess> {
    const port = await freePort();
    const child = spawn(process.execPath, ['dist/apps/enrolment/src/main.js'], {
      env: {
        PATH: process.env.PATH,
        ...service.environment,
        REDIS_URL: testPlatform().redisUrl,
        PORT: String(port),
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const url = `http://127.0.0.1:${port}`;
    const started = new EnrolmentProcess(child, url);
    try {
      await eventually(
        'the process is ready',
        async () => {
          const { ok, status } = await fetch(`${url}/health/ready`);
          if (!ok) throw new Error(String(status));
        },
        90_000,
      );
      return started;
    } catch (error) {
      await started.kill();
      throw error;
    }
  }

  as(role: string, school?: string): HttpCaller {
    return new HttpCaller(this.url, () => tokenFor(role, school));
  }

  /** By SIGKILL: it has no time to leave anything in order. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
