import { Metrics, type RunningService } from '#runtime';
import { eventually } from '#testing';
import { call, startExample } from './example-service.js';

const ID_NUMBER = '510202199001011234';

let service: RunningService;
beforeEach(async () => {
  service = await startExample('http://127.0.0.1:1');
});
afterEach(() => service.close());

const page = async () => (await call(`${service.url}/metrics`)).body as string;
const pageWith = (line: string) =>
  eventually(line, async () => {
    const text = await page();
    if (!text.includes(line)) throw new Error(text);
    return text;
  });
const requests = (method: string, labels: string) =>
  `http_server_request_duration_seconds_count{http_request_method="${method}",url_scheme="http",${labels}}`;

describe('the metrics page', () => {
  it('needs no token, is Prometheus’ text, and stands in no API description', async () => {
    const answer = await call(`${service.url}/metrics`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const { body } = await call(`${service.url}/openapi.json`);
    expect(Object.keys(body.paths)).not.toContain('/metrics');
  });

  it('shows how long requests took by the route’s pattern, and nothing of the address', async () => {
    await call(`${service.url}/schools/${ID_NUMBER}?name=${ID_NUMBER}`);
    await call(`${service.url}/schools/broken/bug`);
    await call(`${service.url}/${ID_NUMBER}`);
    await pageWith(
      `${requests('GET', 'http_route="/schools/:schoolCode",http_response_status_code="401"')} 1`,
    );
    await pageWith(
      `${requests('GET', 'http_route="/schools/broken/:how",http_response_status_code="500",error_type="500"')} 1`,
    );
    const text = await pageWith(`${requests('GET', 'http_response_status_code="404"')} 1`);
    expect(text).not.toContain(ID_NUMBER.slice(0, 10));
  });

  it('counts a request whose caller did not wait', async () => {
    await expect(fetch(`${service.url}/schools/slow`, { signal: AbortSignal.timeout(100) })).rejects.toThrow(
      'timeout',
    );
    await pageWith(`${requests('GET', 'http_route="/schools/slow",error_type="aborted"')} 1`);
  });

  it('shows the process', async () => {
    const text = await page();
    const value = (name: string) => Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1]);
    expect(value('process_cpu_user_seconds_total')).toBeGreaterThan(0);
    expect(value('process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
    expect(value('process_memory_limit_bytes')).toBeGreaterThan(value('process_resident_memory_bytes'));
    expect(text).toContain('target_info{service_name="example"} 1\n');
    expect(text).toContain(`nodejs_version_info{version="${process.version}"} 1\n`);
    expect(value('nodejs_heap_size_used_bytes')).toBeGreaterThan(1_000_000);
    expect(value('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
    expect(Math.abs(value('process_start_time_seconds') - Date.now() / 1000)).toBeLessThan(3600);
  });

  it('belongs to one service, also where two run in one process', async () => {
    const other = await startExample('http://127.0.0.1:1');
    await call(`${other.url}/schools`);
    await other.close();
    expect(await page()).not.toContain('http_route="/schools"');
  });
});

describe('a metric', () => {
  it('of a library is shown, also when it is asked for', async () => {
    const metrics = service.app.get(Metrics);
    metrics.counter({ name: 'sheets_total', help: 'Sheets', labelNames: ['kind'] }).inc({ kind: 'csv' }, 2);
    metrics.gauge({
      name: 'rows_waiting',
      help: 'Rows',
      async collect() {
        await new Promise((resolve) => setImmediate(resolve));
        this.set(7);
      },
    });
    const text = await page();
    expect(text).toContain('sheets_total{kind="csv"} 2\n');
    expect(text).toContain('rows_waiting 7\n');
  });

  it('that fails is left out and counted, and the rest is shown', async () => {
    service.app.get(Metrics).gauge({
      name: 'broken',
      help: 'Broken',
      collect: () => Promise.reject(new Error(`no row for ${ID_NUMBER}`)),
    });
    const text = await page();
    expect(text).toContain('metrics_collect_failures_total{metric="broken"} 1\n');
    expect(text).toContain('process_resident_memory_bytes ');
    expect(text).not.toMatch(/^broken/m);
    expect(text).not.toContain(ID_NUMBER.slice(0, 10));
  });

  it('that hangs holds up the page for two seconds at most, and is asked for once', async () => {
    let asked = 0;
    service.app.get(Metrics).gauge({
      name: 'hanging',
      help: 'Hanging',
      collect: () => {
        asked += 1;
        return new Promise<void>(() => {});
      },
    });
    const begun = Date.now();
    const pages = await Promise.all([page(), page()]);
    expect(Date.now() - begun).toBeLessThan(3_000);
    expect(asked).toBe(1);
    expect(pages[1]).toContain('metrics_collect_failures_total{metric="hanging"} 2\n');
    expect(pages[1]).toContain('process_resident_memory_bytes ');
  });
});
