import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { call, exampleEnvironment } from './example-service.js';
import { type LocalIssuer, startLocalIssuer } from './local-issuer.js';

const ID_NUMBER = '510202199001011234';
let issuer: LocalIssuer;
const children: ChildProcess[] = [];
beforeAll(async () => {
  issuer = await startLocalIssuer();
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await issuer.close();
});

/** The example from the last build, as `npm start` would run it. */
function run(environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['dist/libs/runtime/test/example-main.js'], {
    env: { ...exampleEnvironment(issuer.url), LOG_LEVEL: 'info', ...environment },
  });
  children.push(child);
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (output.text += chunk));
  const exit = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  const url = new Promise<string>((resolve) => {
    child.stdout.on('data', () => {
      const [, found] = /"url":"([^"]+)"/.exec(output.text) ?? [];
      if (found) resolve(found);
    });
  });
  return { child, output, exit, url };
}

describe('a service as a process', () => {
  it('answers the request it has begun when it is told to stop, and exits with 0', async () => {
    const { child, exit, url } = run();
    const slow = call(`${await url}/schools/slow`);
    await call(`${await url}/health/live`);
    child.kill('SIGTERM');
    await expect(slow).resolves.toMatchObject({ status: 200, body: { slow: true } });
    await expect(exit).resolves.toEqual({ code: 0, signal: null });
  });

  it('logs a request as one line of JSON with the route’s pattern and the actor, and no personal data', async () => {
    const { child, exit, url, output } = run();
    await call(`${await url}/schools/${ID_NUMBER}?name=${ID_NUMBER}`, { token: await issuer.token() });
    await call(`${await url}/schools/broken/bug`);
    await call(`${await url}/metrics`);
    child.kill('SIGTERM');
    await exit;
    const lines = output.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.filter(({ msg }) => msg === 'request')).toEqual([
      expect.objectContaining({
        method: 'GET',
        route: '/schools/:schoolCode',
        status: 422,
        actor: 'officer-1',
      }),
      expect.objectContaining({ route: '/schools/broken/:how', status: 500, requestId: expect.any(String) }),
    ]);
    const failure = lines.find(({ level, msg }) => level === 'error' && msg === 'internal-error');
    expect(failure.error.at[0]).toContain('example.module.ts:');
    expect(output.text).not.toContain(ID_NUMBER);
  });

  it('stops in time although the trace collector is away, and says that traces are lost', async () => {
    const { child, exit, url, output } = run({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
    await expect(call(`${await url}/schools`)).resolves.toMatchObject({ status: 200 });
    const told = Date.now();
    child.kill('SIGTERM');
    await expect(exit).resolves.toEqual({ code: 0, signal: null });
    expect(Date.now() - told).toBeLessThan(10_000);
    expect(output.text).toContain('"msg":"traces are being lost"');
  });

  it('does not start with wrong settings, and says which', async () => {
    const { exit, output } = run({ OIDC_ISSUER: '', PORT: 'hunter2' });
    await expect(exit).resolves.toEqual({ code: 1, signal: null });
    expect(output.text).toMatch(/PORT: must be a number[^]*OIDC_ISSUER is not set/);
    expect(output.text).not.toContain('hunter2');
  });
});
