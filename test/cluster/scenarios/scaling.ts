import type { Scenario } from './scenario.ts';

const SCALED = 'student-records';

export const scalingScenarios: Scenario[] = [
  {
    name: 'scale',
    title: `${SCALED} scaled from 2 pods to 4, and back`,
    async run({ cluster }) {
      for (const replicas of [4, 2]) {
        await cluster.kubectl(['scale', `deployment/${cluster.name(SCALED)}`, `--replicas=${replicas}`]);
        await cluster.untilReady();
      }
    },
  },
];
