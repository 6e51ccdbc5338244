import { readFileSync } from 'node:fs';
import { services, topics, type TopicDeclaration } from '../../libs/contracts/src/topics.js';
import { componentOf, podsOf } from './pods.js';
import { ofKind, renderings, textOf, type Resource } from './rendered.js';

const TRIAL = 'trial=on exposure=none monitoring=off autoscaling=off policies=on';
const declared: [string, TopicDeclaration][] = Object.entries(topics);
const strimzi = [...renderings].filter(([name]) => name.includes('topics=strimzi'));
function prefixOf(name: string) {
  if (name.includes('topicPrefix=City_')) return 'City_';
  return name.includes('everything named') ? 'city.' : '';
}
const topicOf = ({ metadata, spec }: Resource): string => spec.topicName ?? metadata.name;
const rightsOf = (resources: readonly Resource[]) =>
  ofKind(resources, 'KafkaUser').map(({ metadata, spec }) => ({
    service: metadata.labels['app.kubernetes.io/component'] as string,
    acls: spec.authorization.acls as { resource: Resource; operations: string[] }[],
  }));

describe('Strimzi', () => {
  it('gets each topic that is declared, and no other, named with the prefix', () => {
    expect(strimzi.length).toBeGreaterThan(50);
    for (const [name, resources] of strimzi)
      expect(ofKind(resources, 'KafkaTopic').map(topicOf).sort()).toEqual(
        declared.map(([topic]) => `${prefixOf(name)}${topic}`).sort(),
      );
  });

  it('gets them with the declared cleanup and partitions, unless others are given', () => {
    for (const [name, resources] of strimzi)
      for (const resource of ofKind(resources, 'KafkaTopic')) {
        const { spec } = resource;
        const topic = topicOf(resource).slice(prefixOf(name).length);
        const { kind, partitions } = topics[topic as keyof typeof topics];
        const given =
          name.includes('everything named') && topic === 'enrolment.applications.v1' ? 6 : partitions;
        expect([topic, spec.partitions]).toEqual([topic, given]);
        expect([topic, spec.config['cleanup.policy']]).toEqual([
          topic,
          kind === 'state' ? 'compact' : 'delete',
        ]);
      }
  });

  it('gets a name that Kubernetes takes for every topic, whatever the prefix holds', () => {
    for (const [, resources] of strimzi)
      for (const { metadata } of ofKind(resources, 'KafkaTopic'))
        expect(metadata.name).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/);
  });

  it('in another namespace leaves Secrets to copy, which the notes name', () => {
    const [, named = ''] =
      /Strimzi makes Secrets in kafka .*: copy (.+) to jiangtu\./.exec(
        textOf('topicPrefix=City_, topics=strimzi'),
      ) ?? [];
    expect(named.split(', ').sort()).toEqual(
      ['kafka-ca', ...services.map((service) => `jiangtu-${service}-kafka`)].sort(),
    );
    expect(textOf('default')).not.toContain('Strimzi makes Secrets');
  });

  it('gets a user for each service, and one for nobody else: there is no topics job that could use its rights', () => {
    for (const [name, resources] of strimzi) {
      const users = rightsOf(resources).map(({ service }) => service);
      if (name.includes('kafka=open')) expect(users).toEqual([]);
      else expect(users.sort()).toEqual([...services].sort());
    }
  });

  it('lets a service write the topics that it owns and read those that it reads, and no others', () => {
    for (const [name, resources] of strimzi)
      for (const { service, acls } of rightsOf(resources)) {
        const may = (operation: string) =>
          acls
            .filter(({ resource, operations }) => resource.type === 'topic' && operations.includes(operation))
            .map(({ resource }) => {
              expect(resource.patternType ?? 'literal').toBe('literal');
              return (resource.name as string).slice(prefixOf(name).length);
            });
        const owned = declared.filter(([, { owner }]) => owner === service).map(([topic]) => topic);
        const read = declared
          .filter(([, { readers }]) => (readers as readonly string[]).includes(service))
          .map(([topic]) => topic);
        expect([service, may('Write').sort()]).toEqual([service, owned.sort()]);
        expect(may('Read')).toEqual(expect.arrayContaining(read));
        // A service may look at what it has written itself.
        expect(may('Read').filter((topic) => ![...read, ...owned].includes(topic))).toEqual([]);
        expect(acls.flatMap(({ operations }) => operations)).not.toContain('All');
      }
  });
});

describe('The trial', () => {
  it('gives each service the keys of the sealed topics that it writes or reads, and of no other', () => {
    const secrets = ofKind(renderings.get(TRIAL)!, 'Secret');
    for (const service of services) {
      const secret = secrets.find(({ metadata }) => metadata.name === `jiangtu-${service}`)!;
      const expected = declared
        .filter(([, { sealed, owner, readers }]) => sealed && [owner, ...readers].includes(service))
        .map(([topic]) => topic);
      expect([service, Object.keys(JSON.parse(secret.stringData.TOPIC_KEYS)).sort()]).toEqual([
        service,
        expected.sort(),
      ]);
    }
  });
});

it.each([
  ['everything named, topics=job', 'topic-maker'],
  ['upgrade: kafka=tls topics=job database=secret', 'jiangtu-topics-kafka'],
])('the topics job has its own user of Kafka: %s', (name, user) => {
  const job = podsOf(renderings.get(name)!).find((pod) => componentOf(pod) === 'topics')!;
  const certificate = job.spec.volumes.find((volume: Resource) => volume.name === 'kafka-user');
  expect(certificate.secret.secretName).toBe(user);
});

it('the chart names the five services, and no other', () => {
  const [, names] = /define "jiangtu.serviceNames" -}}\n(.+)\n/.exec(
    readFileSync('deploy/kubernetes/templates/_helpers.tpl', 'utf8'),
  )!;
  expect(names!.split(' ').sort()).toEqual([...services].sort());
});
