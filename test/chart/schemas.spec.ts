import { documents, nameOf, ofKind, renderings, type Resource } from './rendered.js';
import { complaintsOf } from './strict-schemas.js';

const deployment = () => structuredClone(ofKind(renderings.get('default')!, 'Deployment')[0]!);

describe('The documents of every combination of choices', () => {
  it('are as the public schemas of their kinds say, without a field that those do not know', () => {
    expect(renderings.size).toBeGreaterThan(400);
    const wrong = documents.flatMap((each) => complaintsOf(each).map((said) => `${nameOf(each)}: ${said}`));
    expect([...new Set(wrong)]).toEqual([]);
  });

  it('hold every kind that the chart is for', () => {
    expect([...new Set(documents.map(({ kind }) => kind as string))].sort()).toEqual(KINDS);
  });

  it('have no name twice in one rendering', () => {
    const twice = [...renderings.values()].flatMap((resources) => repeated(resources.map(fullNameOf)));
    expect([...new Set(twice)]).toEqual([]);
  });
});

describe('The schemas', () => {
  it.each<[string, (resource: Resource) => void, string]>([
    ['an unknown field', (each) => (each.spec.template.spec.containers[0].enviroment = []), 'enviroment'],
    ['a field in the wrong place', (each) => (each.spec.resources = {}), 'resources'],
    [
      'a number that should be text',
      (each) => (each.spec.template.metadata.labels.a = 1),
      '/metadata/labels/a',
    ],
    ['text that should be a number', (each) => (each.spec.replicas = '2'), '/spec/replicas'],
    ['a missing field', (each) => delete each.spec.selector, 'selector'],
    ['a kind of another version', (each) => (each.apiVersion = 'apps/v1beta1'), 'apps/v1beta1/Deployment'],
  ])('find %s', (_, spoil, said) => {
    const spoilt = deployment();
    expect(complaintsOf(spoilt)).toEqual([]);
    spoil(spoilt);
    expect(complaintsOf(spoilt).join('\n')).toContain(said);
  });

  it('find an unknown field in a custom resource', () => {
    for (const kind of [
      'HTTPRoute',
      'ServiceMonitor',
      'PrometheusRule',
      'KafkaTopic',
      'KafkaUser',
      'Cluster',
      'Database',
    ]) {
      const [found] = ofKind(documents, kind);
      const spoilt = { ...found!, spec: { ...found!.spec, misspelt: 1 } };
      expect([kind, ...complaintsOf(spoilt)]).toEqual([kind, expect.stringContaining('misspelt')]);
    }
  });
});

const fullNameOf = (each: Resource) => `${nameOf(each)} ${each.metadata.namespace ?? ''}`;
const repeated = (names: string[]) => names.filter((name, index) => names.indexOf(name) !== index);

const KINDS = [
  'Cluster',
  'ConfigMap',
  'Database',
  'Deployment',
  'HTTPRoute',
  'HorizontalPodAutoscaler',
  'Ingress',
  'Job',
  'KafkaTopic',
  'KafkaUser',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'PrometheusRule',
  'Secret',
  'Service',
  'ServiceAccount',
  'ServiceMonitor',
  'StatefulSet',
];
