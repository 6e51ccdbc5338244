import { setTimeout as sleep } from 'node:timers/promises';
import { UserFacingError } from '../../../deploy/local/user-facing-error.mjs';
import type { Cluster } from '../cluster.ts';
import { runShell } from '../run-command.ts';
import type { Scenario } from './scenario.ts';

const POLL_INTERVAL_MS = 1_000;
const NOTICE_TIMEOUT_MS = 180_000;

/**
 * What may fail while a server is away. The lookup answers as long as what it knows is young: cut off from what is
 * published, it says that it cannot tell.
 */
const mayFailWithout = { kafka: /certificate-lookup 503 CANNOT_TELL/, redis: undefined, postgres: /./ };

export const lossScenarios: Scenario[] = [
  ...Object.entries(mayFailWithout).map(([server, mayFail]): Scenario => ({
    name: `kill-${server}`,
    title: `the pod of ${server} killed`,
    mayFail,
    run: ({ cluster }) => kill(cluster, server),
  })),
  {
    name: 'drain',
    title: 'a node drained, and used again',
    onBothNodes: true,
    async run({ cluster, leaves }) {
      // Of this release only: what else runs on the node is another's.
      const own = `--pod-selector=app.kubernetes.io/instance=${cluster.release}`;
      try {
        await cluster.kubectl(['drain', leaves, own, '--delete-emptydir-data', '--timeout=300s']);
        await cluster.untilReady();
      } finally {
        await cluster.kubectl(['uncordon', leaves]);
      }
    },
  },
  {
    name: 'lose-node',
    title: 'a node lost, and there again',
    onBothNodes: true,
    mayFail: /./,
    needs: 'loseNode',
    async run({ cluster, leaves, loseNode, returnNode }) {
      try {
        await runShell(loseNode!, { env: { NODE: leaves } });
        await untilNode(cluster, leaves, false);
        const seconds = await cluster.untilReady();
        return [
          `All pods were there again, on the other node, ${seconds} s after Kubernetes had noticed the loss.`,
        ];
      } finally {
        await runShell(returnNode!, { env: { NODE: leaves } });
        await untilNode(cluster, leaves, true);
      }
    },
  },
];

/** Killed after a second's notice; the new pod comes when the old is gone, so that two never share one disk. */
async function kill(cluster: Cluster, component: string) {
  await cluster.kubectl(['delete', 'pod', '--selector', cluster.selectorOf(component), '--grace-period=1']);
}

async function untilNode(cluster: Cluster, node: string, wanted: boolean) {
  for (const end = Date.now() + NOTICE_TIMEOUT_MS; ; await sleep(POLL_INTERVAL_MS)) {
    const { status } = await cluster.get('node', node);
    const ready = status.conditions.find(({ type }) => type === 'Ready')?.status === 'True';
    if (ready === wanted) return;
    if (Date.now() > end)
      throw new UserFacingError(`Node ${node} did not become ${wanted ? 'ready' : 'lost'}.`);
  }
}
