import { services } from '../../libs/contracts/src/topics.js';
import { nameOf, ofKind, type Resource } from './rendered.js';

/** What runs in a pod: the five services, jobs with the services' image, and what the trial brings. */
export interface PodTemplate {
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly spec: Resource;
}

export const podsOf = (resources: readonly Resource[]): PodTemplate[] =>
  ofKind(resources, 'Deployment', 'StatefulSet', 'Job').map((each) => ({
    name: nameOf(each),
    labels: each.spec.template.metadata.labels,
    spec: each.spec.template.spec,
  }));

export const componentOf = ({ labels }: PodTemplate) => labels['app.kubernetes.io/component']!;
export const isService = (pod: PodTemplate) => (services as readonly string[]).includes(componentOf(pod));
export const isOurs = (pod: PodTemplate) =>
  isService(pod) || ['migrate', 'topics'].includes(componentOf(pod));

export const containersOf = ({ spec }: PodTemplate): Resource[] => [
  ...(spec.initContainers ?? []),
  ...spec.containers,
];
