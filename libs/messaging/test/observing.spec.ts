import { allSchools, Transactions } from '#database';
import { Outbox } from '#messaging';
import { inRequestContext } from '#runtime';
import { eventually, startTraceCollector, type TestService, type TraceCollector } from '#testing';
import { entriesOf, graduated, handled, startLedger } from './ledger.js';
import { trouble } from './ledger-service.js';

const TRACE = 'ab'.repeat(16);
const REQUEST = 'cd'.repeat(8);

const labelsOf = (operation: string) =>
  `messaging_system="kafka",messaging_operation_name="${operation}",messaging_destination_name="student-records.graduations.v1"`;

describe('What messaging does', () => {
  let collector: TraceCollector;
  let service: TestService;
  beforeAll(async () => {
    collector = await startTraceCollector();
    service = await startLedger({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  });
  afterAll(async () => {
    await service?.close();
    await collector?.close();
  });

  /** The value of a metric on the page; the labels as Prometheus writes them. */
  async function metric(name: string, labels = ''): Promise<number | undefined> {
    const { body } = await service.anonymous.get('/metrics');
    const line = String(body)
      .split('\n')
      .find((each) => each.startsWith(`${name}${labels && `{${labels}}`} `));
    return line && line.length > 0 ? Number(line.split(' ').at(-1)) : undefined;
  }

  it('is a trace from the request through outbox and Kafka into the reaction', async () => {
    const event = graduated(1);
    const traceparent = `00-${TRACE}-${REQUEST}-01`;
    await inRequestContext({ requestId: '0193b0a0-0000-4000-8000-000000000001', traceparent }, () =>
      service.app.get(Transactions).run(allSchools, (tx) => service.app.get(Outbox).publish(tx, [event])),
    );
    await handled(service, event.data.registrationId);
    const [send, process] = await eventually('both spans', () => {
      const found = ['send', 'process'].map((verb) =>
        collector.spans.find(({ traceId, name }) => traceId === TRACE && name.startsWith(`${verb} `)),
      );
      if (!found[0] || !found[1]) throw new Error(`${collector.spans.length} spans so far`);
      return found;
    });
    expect(send).toMatchObject({ name: 'send student-records.graduations.v1', parentSpanId: REQUEST });
    expect(process).toMatchObject({
      name: 'process student-records.graduations.v1',
      parentSpanId: send!.spanId,
    });
    const ids = {
      'messaging.system': 'kafka',
      'messaging.destination.name': 'student-records.graduations.v1',
      'messaging.message.conversation_id': '0193b0a0-0000-4000-8000-000000000001',
      'cloudevents.event_type': 'student-records.StudentGraduated.v1',
    };
    expect(send!.attributes).toMatchObject({ ...ids, 'messaging.operation.type': 'send' });
    expect(process!.attributes).toMatchObject({ ...ids, 'messaging.operation.type': 'process' });
    expect(collector.text()).not.toContain('500103200501010028');
  });

  it('is counted on the page of metrics: sent, handled, lag, depth', async () => {
    const group = `group="${service.prefix}employment",topic="student-records.graduations.v1"`;
    const before = (await metric('messaging_client_consumed_messages_total', labelsOf('process'))) ?? 0;
    const events = Array.from({ length: 20 }, () => graduated(1));
    await service.receive(...events);
    await eventually('20 more records', async () =>
      expect(await metric('messaging_client_consumed_messages_total', labelsOf('process'))).toBe(before + 20),
    );
    expect(await metric('messaging_client_sent_messages_total', labelsOf('send'))).toBe(1);
    expect(await metric('messaging_process_batch_records_count')).toBeGreaterThan(0);
    await eventually('no lag', async () => {
      expect(await metric('kafka_consumer_group_lag_sum', group)).toBe(0);
      expect(await metric('kafka_consumer_group_oldest_unhandled_age_seconds', group)).toBe(0);
    });
    expect(await metric('messaging_process_event_age_seconds_count', labelsOf('process'))).toBeGreaterThan(0);
    for (const shard of ['shard="0"', 'shard="1"']) {
      expect(await metric('outbox_rows', shard)).toBe(0);
      expect(await metric('outbox_shard_held', shard)).toBe(1);
    }
  });

  it('shows an event that waits in the outbox, and dead letters by reason', async () => {
    await service.query(
      `insert into outbox (shard, id, aggregatetype, aggregateid, type, payload, headers, written_at)
       values (99, gen_random_uuid(), 'x', 'x', 'x', 'x', jsonb_build_object('ce_time', now() + interval '1 hour'),
         now() - interval '1 minute')`,
    );
    await eventually('a row of the shard that nobody sends', async () => {
      expect(await metric('outbox_rows', 'shard="99"')).toBe(1);
      expect(await metric('outbox_oldest_age_seconds', 'shard="99"')).toBeGreaterThanOrEqual(60);
    });
    trouble.set('毒', () => new Error('never works'));
    const poison = graduated(1, { name: '毒' });
    await service.receive(poison);
    await eventually('one open dead letter', async () =>
      expect(
        await metric('dead_letters_open', 'topic="student-records.graduations.v1",reason="FAILED"'),
      ).toBe(1),
    );
    expect(await metric('messaging_process_retries_total', 'cause="event_failed"')).toBe(1);
    expect(await entriesOf(service, poison.data.registrationId)).toEqual([]);
  });
});
