import type { Scenario } from './scenario.ts';

/** The one whose requests are the most, and of which the others hear. */
const ROLLED_BACK = 'student-records';

export const versionScenarios: Scenario[] = [
  {
    name: 'upgrade',
    title: 'upgrade of every service, the schema expanded',
    from: 'first',
    run: ({ cluster }) => cluster.helm('expand'),
  },
  {
    name: 'roll-back',
    title: `${ROLLED_BACK} rolled back to the first version, and forward`,
    from: 'expand',
    async run({ cluster }) {
      const { first = '' } = cluster.images.tags;
      await cluster.helm('expand', { [ROLLED_BACK]: { image: { tag: first } } });
      await cluster.helm('expand');
    },
  },
  {
    name: 'contract',
    title: 'upgrade of every service, the schema contracted',
    from: 'expand',
    run: ({ cluster }) => cluster.helm('contract'),
  },
];
