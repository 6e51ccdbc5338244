import { setTimeout as sleep } from 'node:timers/promises';
import { Sentence } from '../../../deploy/local/sentence.mjs';
import { runShell } from '../run-command.mjs';

const LOOK_EVERY_MS = 1_000;
const NOTICED_WITHIN_MS = 180_000;

/**
 * What may fail while a server is away. The lookup answers as long as what it knows is young: cut off from what is
 * published, it says that it cannot tell.
 */
const mayFailWithout = { kafka: /certificate-lookup 503 CANNOT_TELL/, redis: undefined, postgres: /./ };

/** @type {import('./index.mjs').Scenario[]} */
export const lossScenarios = [
  ...Object.entries(mayFailWithout).map(([server, mayFail]) => ({
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
        await runShell(loseNode, { env: { NODE: leaves } });
        await untilNode(cluster, leaves, false);
        const seconds = await cluster.untilReady();
        return [
          `All pods were there again, on the other node, ${seconds} s after Kubernetes had noticed the loss.`,
        ];
      } finally {
        await runShell(returnNode, { env: { NODE: leaves } });
        await untilNode(cluster, leaves, true);
      }
    },
  },
];

/** Killed after a second's notice; the new pod comes when the old is gone, so that two never share one disk. */
async function kill(cluster, component) {
  await cluster.kubectl(['delete', 'pod', '--selector', cluster.selectorOf(component), '--grace-period=1']);
}

async function untilNode(cluster, node, wanted) {
  for (const end = Date.now() + NOTICED_WITHIN_MS; ; await sleep(LOOK_EVERY_MS)) {
    const { status } = await cluster.get('node', node);
    const ready = status.conditions.find(({ type }) => type === 'Ready')?.status === 'True';
    if (ready === wanted) return;
    if (Date.now() > end) throw new Sentence(`Node ${node} did not become ${wanted ? 'ready' : 'lost'}.`);
  }
}
