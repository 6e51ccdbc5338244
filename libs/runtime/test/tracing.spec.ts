import { Tracing } from '#runtime';
import { type CollectedSpan, startTraceCollector, type TraceCollector } from '#testing';
import { call, startExample } from './example-service.js';

const ID_NUMBER = '510202199001011234';
const TRACE = 'ab'.repeat(16);
const PARENT = 'cd'.repeat(8);
const caller = `00-${TRACE}-${PARENT}-01`;
const SERVER = 2;
const CONSUMER = 5;
const ERROR = 2;

let collector: TraceCollector;
beforeEach(async () => {
  collector = await startTraceCollector();
});
afterEach(() => collector.close());

type Calls = (path: string, init?: Parameters<typeof call>[1]) => ReturnType<typeof call>;

/** Everything that a service under `work` has sent by the time it has stopped. */
async function spansOf(
  work: (request: Calls, tracing: Tracing) => Promise<unknown>,
  settings: Record<string, string> = {},
): Promise<CollectedSpan[]> {
  const service = await startExample('http://127.0.0.1:1', {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    ...settings,
  });
  try {
    await work((path, init) => call(service.url + path, init), service.app.get(Tracing));
  } finally {
    await service.close();
  }
  return collector.spans;
}

describe('a request', () => {
  it('is a server span below that of its caller, and the context of its handler', async () => {
    let context: any;
    const spans = await spansOf(async (request) => {
      context = (await request('/schools/context', { body: {}, headers: { traceparent: caller } })).body;
    });
    expect(spans).toEqual([
      expect.objectContaining({
        service: 'example',
        name: 'POST /schools/context',
        kind: SERVER,
        traceId: TRACE,
        parentSpanId: PARENT,
        attributes: {
          'http.request.method': 'POST',
          'http.route': '/schools/context',
          'http.response.status_code': 200,
        },
      }),
    ]);
    expect(context.traceparent).toBe(`00-${TRACE}-${spans[0]?.spanId}-01`);
  });

  it('begins a trace where its caller has none', async () => {
    const [span] = await spansOf((request) => request('/schools', { headers: { traceparent: ID_NUMBER } }));
    expect(span).toMatchObject({ name: 'GET /schools', traceId: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(span?.parentSpanId).toBeUndefined();
  });

  it('tells of its route and its failure, and nothing of the address or the error’s text', async () => {
    const spans = await spansOf(async (request) => {
      await request(`/schools/${ID_NUMBER}?name=${ID_NUMBER}`);
      await request(`/${ID_NUMBER}`);
      await request('/schools/broken/bug');
    });
    expect(spans.map(({ name, status }) => [name, status.code])).toEqual([
      ['GET /schools/:schoolCode', 0],
      ['GET', 0],
      ['GET /schools/broken/:how', ERROR],
    ]);
    expect(spans[2]?.attributes).toMatchObject({ 'error.type': '500', 'http.response.status_code': 500 });
    expect(collector.text()).not.toMatch(/510202|select|127\.0\.0\.1/);
  });

  it('that its caller does not want to see leaves no span, and its events none either', async () => {
    let context: any;
    const spans = await spansOf(async (request) => {
      const traceparent = `00-${TRACE}-${PARENT}-00`;
      context = (await request('/schools/context', { body: {}, headers: { traceparent } })).body;
    });
    expect(spans).toEqual([]);
    expect(context.traceparent).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
  });

  it('is left out by a share of 0, unless its caller traces', async () => {
    const spans = await spansOf(
      async (request) => {
        await request('/schools');
        await request('/schools', { headers: { traceparent: caller } });
      },
      { OTEL_TRACES_SAMPLER_ARG: '0' },
    );
    expect(spans.map(({ traceId }) => traceId)).toEqual([TRACE]);
  });

  it('for health or metrics is none that matters', async () => {
    const spans = await spansOf(async (request) => {
      await request('/health/live');
      await request('/metrics');
    });
    expect(spans).toEqual([]);
  });
});

describe('work in a span', () => {
  it('is below its parent, linked once to each cause, and hands on its own place', async () => {
    const cause = `00-${'ef'.repeat(16)}-${'01'.repeat(8)}-01`;
    let handed: string | undefined;
    const [span] = await spansOf((_, tracing) =>
      tracing.inSpan(
        {
          name: 'process students',
          kind: 'consumer',
          parent: caller,
          links: [cause, cause, undefined, 'nonsense'],
          attributes: { 'messaging.batch.message_count': 2 },
        },
        async (traceparent) => (handed = traceparent),
      ),
    );
    expect(span).toMatchObject({
      name: 'process students',
      kind: CONSUMER,
      traceId: TRACE,
      parentSpanId: PARENT,
      attributes: { 'messaging.batch.message_count': 2 },
      links: [{ traceId: 'ef'.repeat(16), spanId: '01'.repeat(8) }],
    });
    expect(handed).toBe(`00-${TRACE}-${span?.spanId}-01`);
  });

  it.each([
    ['its name', new TypeError(`no student ${ID_NUMBER}`), 'TypeError'],
    ['its code', Object.assign(new Error(ID_NUMBER), { driverError: { code: '23505' } }), '23505'],
    ['its type', ID_NUMBER, 'string'],
  ])('that fails is told by %s, and fails as before', async (_, error, errorType) => {
    const spans = await spansOf((__, tracing) =>
      expect(tracing.inSpan({ name: 'work' }, () => Promise.reject(error))).rejects.toBe(error),
    );
    expect(spans).toEqual([
      expect.objectContaining({ attributes: { 'error.type': errorType }, status: { code: ERROR } }),
    ]);
    expect(collector.text()).not.toContain(ID_NUMBER);
  });
});

describe('without a collector', () => {
  it('work is just done, with the place of its parent', async () => {
    const spans = await spansOf(
      async (request, tracing) => {
        await request('/schools');
        expect(tracing.start({ name: 'work' })).toBeUndefined();
        await expect(
          tracing.inSpan({ name: 'work', parent: caller }, async (traceparent) => traceparent),
        ).resolves.toBe(caller);
      },
      { OTEL_EXPORTER_OTLP_ENDPOINT: '' },
    );
    expect(spans).toEqual([]);
  });

  it('that answers, requests are answered and the service stops in time', async () => {
    const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
    let answered = 0;
    const begun = Date.now();
    await spansOf(async (request) => (answered = (await request('/schools')).status), settings);
    expect(answered).toBe(200);
    expect(Date.now() - begun).toBeLessThan(10_000);
  });
});
