import { containersOf, isOurs, isService, type PodTemplate } from './pods.js';
import type { Resource } from './rendered.js';

interface PodRule {
  /** what holds, and why */
  readonly says: string;
  readonly of?: (pod: PodTemplate) => boolean;
  readonly holds: (pod: PodTemplate) => boolean;
  /** breaks it, to show that it can be broken */
  readonly spoil: (spec: Resource, labels: Record<string, string>) => unknown;
}

const every = (holds: (container: Resource) => unknown) => (pod: PodTemplate) =>
  containersOf(pod).every((container) => Boolean(holds(container)));
const env = (container: Resource, name: string) =>
  (container.env as Resource[] | undefined)?.find((each) => each.name === name);
const number = (pod: PodTemplate, name: string, fallback: number) =>
  Number(env(pod.spec.containers[0], name)?.value ?? fallback);

/** Of SHUTDOWN_DRAIN_MS and HTTP_HANDLING_TIMEOUT_MS where nothing else is set; pods.spec.ts holds them to be so. */
export const DRAIN_MS = 5_000;
export const HANDLING_MS = 60_000;

/** A file that a variable names: alone, or as a parameter of a database's address. */
const FILE = /(?:^|sslrootcert=)(\/[\w./-]+)/;

function findsItsFiles({ env: variables = [], volumeMounts = [] }: Resource): boolean {
  const files = (variables as Resource[]).flatMap(({ value }) => FILE.exec(value ?? '')?.[1] ?? []);
  return files.every((file) =>
    (volumeMounts as Resource[]).some(({ mountPath }) => file.startsWith(`${mountPath}/`)),
  );
}

export const podRules: PodRule[] = [
  {
    says: 'runs as no root, so that who breaks out of it is nobody on the node',
    holds: ({ spec }) => spec.securityContext?.runAsNonRoot === true && spec.securityContext.runAsUser !== 0,
    spoil: (spec) => (spec.securityContext.runAsNonRoot = false),
  },
  {
    says: 'calls only what the runtime lets through, which restricted Pod Security asks for',
    holds: ({ spec }) => spec.securityContext?.seccompProfile?.type === 'RuntimeDefault',
    spoil: (spec) => (spec.securityContext.seccompProfile.type = 'Unconfined'),
  },
  {
    says: 'gains no privilege, which restricted Pod Security asks for',
    holds: every(
      ({ securityContext: context }) =>
        context?.allowPrivilegeEscalation === false &&
        !context.privileged &&
        context.capabilities?.drop?.includes('ALL') &&
        !context.capabilities.add,
    ),
    spoil: (spec) => delete spec.containers[0].securityContext.capabilities,
  },
  {
    says: 'takes nothing of the node: no path, no network, no processes',
    holds: ({ spec }) =>
      !spec.hostNetwork &&
      !spec.hostPID &&
      !spec.hostIPC &&
      !spec.volumes?.some((each: Resource) => each.hostPath),
    spoil: (spec) => (spec.hostNetwork = true),
  },
  {
    says: 'holds no token of Kubernetes, since it has nothing to ask there',
    holds: ({ spec }) => spec.automountServiceAccountToken === false,
    spoil: (spec) => delete spec.automountServiceAccountToken,
  },
  {
    says: 'writes nothing into its image, so that nothing can be planted there',
    of: isOurs,
    holds: every(({ securityContext }) => securityContext.readOnlyRootFilesystem === true),
    spoil: (spec) => (spec.containers[0].securityContext.readOnlyRootFilesystem = false),
  },
  {
    says: 'asks for CPU and memory and has a limit of memory, so that it is placed and cannot take a node down',
    holds: every(
      ({ resources }) => resources?.requests?.cpu && resources.requests.memory && resources.limits?.memory,
    ),
    spoil: (spec) => delete spec.containers[0].resources.limits,
  },
  {
    says: 'has no limit of CPU, which would slow it down on an idle node',
    of: isOurs,
    holds: every(({ resources }) => !resources.limits.cpu),
    spoil: (spec) => (spec.containers[0].resources.limits.cpu = '1'),
  },
  {
    says: 'gives no variable twice, of which the first would be lost',
    holds: every(
      ({ env: variables = [] }) =>
        new Set(variables.map(({ name }: Resource) => name)).size === variables.length,
    ),
    spoil: ({ containers: [{ env: variables }] }) => variables.push(variables[0]),
  },
  {
    says: 'finds every file that a variable names, since a service does not start without',
    of: isOurs,
    holds: every(findsItsFiles),
    spoil: (spec) => spec.containers[0].env.push({ name: 'KAFKA_SSL_CA_LOCATION', value: '/nowhere/ca.crt' }),
  },
  {
    says: 'mounts volumes that it has',
    holds: (pod) =>
      every(({ volumeMounts = [] }) =>
        volumeMounts.every(
          ({ name }: Resource) =>
            name === 'data' || pod.spec.volumes?.some((each: Resource) => each.name === name),
        ),
      )(pod),
    spoil: (spec) => (spec.containers[0].volumeMounts = [{ name: 'none', mountPath: '/none' }]),
  },
  {
    says: 'says its last words where `kubectl describe pod` shows them',
    of: isOurs,
    holds: every(({ terminationMessagePolicy }) => terminationMessagePolicy === 'FallbackToLogsOnError'),
    spoil: (spec) => delete spec.containers[0].terminationMessagePolicy,
  },
  {
    says: 'bears no version as a label: each change of the chart would replace every pod',
    of: isService,
    holds: ({ labels }) => Object.keys(labels).every((label) => !/version|chart/.test(label)),
    spoil: (_, labels) => (labels['helm.sh/chart'] = 'jiangtu-2'),
  },
  {
    says: 'knows no address of the role that owns its tables',
    of: isService,
    holds: every((container) => !env(container, 'MIGRATION_DATABASE_URL')),
    spoil: (spec) => spec.containers[0].env.push({ name: 'MIGRATION_DATABASE_URL' }),
  },
  {
    says: 'is seen to be unready before it takes no requests any more',
    of: isService,
    holds: (pod) => {
      const { periodSeconds = 10, timeoutSeconds = 1 } = pod.spec.containers[0].readinessProbe;
      return (periodSeconds + timeoutSeconds) * 1000 <= number(pod, 'SHUTDOWN_DRAIN_MS', DRAIN_MS);
    },
    spoil: (spec) => (spec.containers[0].readinessProbe.periodSeconds = 10),
  },
  {
    says: 'is given the time to answer what it has in hand',
    of: isService,
    holds: (pod) =>
      pod.spec.terminationGracePeriodSeconds * 1000 >
      number(pod, 'SHUTDOWN_DRAIN_MS', DRAIN_MS) + number(pod, 'HTTP_HANDLING_TIMEOUT_MS', HANDLING_MS),
    spoil: (spec) => (spec.terminationGracePeriodSeconds = 30),
  },
  {
    says: 'is asked by the liveness probe for nothing that depends on its servers, since a restart would not heal those',
    of: isService,
    holds: every(({ livenessProbe }) => livenessProbe.httpGet.path === '/health/live'),
    spoil: (spec) => (spec.containers[0].livenessProbe.httpGet.path = '/health/ready'),
  },
];
