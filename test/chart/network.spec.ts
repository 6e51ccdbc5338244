import { podsOf } from './pods.js';
import { nameOf, ofKind, renderings, type Resource } from './rendered.js';

type Labels = Record<string, string>;

const selects = (selector: Labels, labels: Labels) =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);
/** What is found in any rendering, with the first that it is found in. */
function inEach(find: (resources: readonly Resource[]) => string[]) {
  const first = new Map<string, string>();
  for (const [name, resources] of renderings)
    for (const found of find(resources)) if (!first.has(found)) first.set(found, name);
  return [...first].map(([found, name]) => `${found} in ${name}`);
}
const labelsOfPods = (resources: readonly Resource[]) => podsOf(resources).map(({ labels }) => labels);
const policiesOf = (resources: readonly Resource[]) => ofKind(resources, 'NetworkPolicy');
const isPolicyOf = (pod: Labels) => (policy: Resource) => selects(policy.spec.podSelector.matchLabels, pod);

/** The selectors of the pods that a policy lets through, either way. */
const peersOf = ({ spec }: Resource): Labels[] =>
  [
    ...(spec.ingress ?? []).flatMap(({ from = [] }: Resource) => from),
    ...spec.egress.flatMap(({ to = [] }: Resource) => to),
  ]
    .filter((peer: Resource) => peer.podSelector && !peer.namespaceSelector)
    .map((peer: Resource) => peer.podSelector.matchLabels);

describe('Network policies', () => {
  it('select pods that there are', () => {
    const selectNone = inEach((resources) =>
      policiesOf(resources)
        .filter((policy) => !labelsOfPods(resources).some((pod) => isPolicyOf(pod)(policy)))
        .map(nameOf),
    );
    expect(selectNone).toEqual([]);
  });

  it('let through to pods that there are', () => {
    const none = inEach((resources) =>
      policiesOf(resources)
        .flatMap(peersOf)
        .filter((peer) => !labelsOfPods(resources).some((pod) => selects(peer, pod)))
        .map((peer) => JSON.stringify(peer)),
    );
    expect(none).toEqual([]);
  });

  it('are there for each of the services and jobs, both ways, or for none', () => {
    const uncovered = inEach((resources) => {
      const policies = policiesOf(resources);
      const open = labelsOfPods(resources).filter((pod) => !policies.some(isPolicyOf(pod)));
      return policies.length === 0 ? [] : open.map((pod) => pod['app.kubernetes.io/component']!);
    });
    const trialServers = /^(issuer|kafka|postgres|redis) in /;
    expect(uncovered.filter((each) => !trialServers.test(each))).toEqual([]);
    for (const [, resources] of renderings)
      for (const { spec } of policiesOf(resources)) expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
  });

  it('of a job are there before it: a hook that comes earlier, or both with the release', () => {
    const late = inEach((resources) =>
      ofKind(resources, 'Job').flatMap((job) =>
        policiesOf(resources)
          .filter(isPolicyOf(job.spec.template.metadata.labels))
          .filter((policy) => !comesBefore(policy, job))
          .map(nameOf),
      ),
    );
    expect(late).toEqual([]);
  });
});

const hookOf = ({ metadata }: Resource): string => metadata.annotations?.['helm.sh/hook'] ?? '';
const weightOf = ({ metadata }: Resource) => Number(metadata.annotations?.['helm.sh/hook-weight'] ?? 0);

function comesBefore(policy: Resource, job: Resource) {
  return hookOf(policy) === hookOf(job) && (!hookOf(job) || weightOf(policy) < weightOf(job));
}

describe('What selects pods', () => {
  it.each([
    ['Service', (each: Resource) => each.spec.selector],
    ['PodDisruptionBudget', (each: Resource) => each.spec.selector.matchLabels],
  ])('finds them: a %s', (kind, selectorOf) => {
    const lost = inEach((resources) =>
      ofKind(resources, kind)
        .filter(
          (each) => labelsOfPods(resources).filter((pod) => selects(selectorOf(each), pod)).length !== 1,
        )
        .map(nameOf),
    );
    expect(lost).toEqual([]);
  });

  it('finds the services and the port that it names: an Ingress, an HTTPRoute, a ServiceMonitor', () => {
    const lost = inEach((resources) => {
      const ports = ofKind(resources, 'Service').flatMap(({ metadata, spec }) =>
        spec.ports.flatMap(({ name, port }: Resource) => [
          `${metadata.name}:${name}`,
          `${metadata.name}:${port}`,
        ]),
      );
      return backendsOf(resources).filter((backend) => !ports.includes(backend));
    });
    expect(lost).toEqual([]);
  });

  it('scales what there is', () => {
    for (const [, resources] of renderings)
      for (const { spec } of ofKind(resources, 'HorizontalPodAutoscaler')) {
        const target = ofKind(resources, 'Deployment').find(
          ({ metadata }) => metadata.name === spec.scaleTargetRef.name,
        );
        // Else an upgrade would set back what the autoscaler has chosen.
        expect(target?.spec).not.toHaveProperty('replicas');
      }
  });
});

function backendsOf(resources: readonly Resource[]): string[] {
  return [
    ...ofKind(resources, 'Ingress').flatMap(({ spec }) =>
      spec.rules.flatMap(({ http }: Resource) =>
        http.paths.map(({ backend }: Resource) => `${backend.service.name}:${backend.service.port.name}`),
      ),
    ),
    ...ofKind(resources, 'HTTPRoute').flatMap(({ spec }) =>
      spec.rules.flatMap(({ backendRefs }: Resource) =>
        backendRefs.map(({ name, port }: Resource) => `${name}:${port}`),
      ),
    ),
    ...ofKind(resources, 'ServiceMonitor').flatMap((monitor) =>
      ofKind(resources, 'Service')
        .filter(({ metadata }) => monitored(monitor, metadata.labels))
        .flatMap(({ metadata }) =>
          monitor.spec.endpoints.map(({ port }: Resource) => `${metadata.name}:${port}`),
        ),
    ),
  ];
}

function monitored({ spec }: Resource, labels: Labels) {
  const { matchLabels, matchExpressions = [] } = spec.selector;
  return (
    selects(matchLabels, labels) &&
    matchExpressions.every(({ key, values }: Resource) => values.includes(labels[key]))
  );
}
