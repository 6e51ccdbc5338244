import { readSettings } from '../../libs/runtime/src/settings.js';
import { DRAIN_MS, HANDLING_MS, podRules } from './pod-rules.js';
import { isOurs, podsOf } from './pods.js';
import { documents, renderings } from './rendered.js';

const pods = podsOf(documents);

describe('A pod of any combination of choices', () => {
  it.each(podRules)('$says', ({ of = () => true, holds }) => {
    const concerned = pods.filter(of);
    expect(concerned.length).toBeGreaterThan(10);
    expect([...new Set(concerned.filter((pod) => !holds(pod)).map(({ name }) => name))]).toEqual([]);
  });

  it.each(podRules)('is found out when it does not: $says', ({ of = () => true, holds, spoil }) => {
    const pod = structuredClone(pods.filter(of).find(holds)!);
    spoil(pod.spec, pod.labels);
    expect(holds(pod)).toBe(false);
  });
});

it('a pool of nodes that is chosen is that of the services and of both Jobs', () => {
  const ours = podsOf(renderings.get('everything named, topics=job')!).filter(isOurs);
  expect(ours).toHaveLength(7);
  for (const { spec } of ours) expect(spec.nodeSelector).toEqual({ pool: 'jiangtu' });
});

it('the times that the rules take for granted are those of the settings', () => {
  const key = Buffer.alloc(32).toString('base64');
  const { SHUTDOWN_DRAIN_MS, HTTP_HANDLING_TIMEOUT_MS } = readSettings({
    DATABASE_URL: 'postgres://localhost/a',
    KAFKA_BROKERS: 'localhost:9092',
    OIDC_ISSUER: 'http://localhost',
    SEALING_KEYS: JSON.stringify({ current: 'k1', keys: { k1: key }, index: key }),
    TOPIC_KEYS: '{}',
  });
  expect({ SHUTDOWN_DRAIN_MS, HTTP_HANDLING_TIMEOUT_MS }).toEqual({
    SHUTDOWN_DRAIN_MS: DRAIN_MS,
    HTTP_HANDLING_TIMEOUT_MS: HANDLING_MS,
  });
});
