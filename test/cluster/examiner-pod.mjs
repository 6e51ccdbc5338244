/** The examiner, which works at the services from within the cluster, and who gives it orders from outside. */
export class ExaminerPod {
  constructor(cluster) {
    this.cluster = cluster;
    this.name = cluster.name('examiner');
  }

  async start() {
    const { cluster, name } = this;
    await cluster.apply(manifestOf(cluster, name));
    await cluster.kubectl(['wait', `pod/${name}`, '--for=condition=Ready', '--timeout=120s']);
  }

  /** @returns {Promise<any>} what it answers */
  async ask(order, body = {}) {
    const args = [
      'exec',
      this.name,
      '--',
      'node',
      'test/cluster/examiner/ask.mjs',
      order,
      JSON.stringify(body),
    ];
    return JSON.parse(await this.cluster.kubectl(args));
  }
}

function manifestOf(cluster, name) {
  const { tools, tags } = cluster.images;
  const secret = (key) => ({ name: key, valueFrom: { secretKeyRef: { name: cluster.name('trial'), key } } });
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      labels: {
        'app.kubernetes.io/name': 'jiangtu',
        'app.kubernetes.io/instance': cluster.release,
        'app.kubernetes.io/component': 'examiner',
      },
    },
    spec: {
      nodeSelector: { 'kubernetes.io/hostname': cluster.stays },
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'examiner',
          image: `${tools}:${tags.tools}`,
          args: ['test/cluster/examiner/main.mjs'],
          env: [
            { name: 'RELEASE', value: cluster.release },
            secret('POSTGRES_PASSWORD'),
            secret('ISSUER_SECRET'),
          ],
          // Once: each look is a process.
          startupProbe: {
            exec: { command: ['node', 'test/cluster/examiner/ask.mjs', 'figures', '{"phases":[]}'] },
            periodSeconds: 3,
            timeoutSeconds: 10,
            failureThreshold: 30,
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
    },
  };
}
