/** Who may know of whom. Each rule has a fixture under test/boundaries that proves that it can fail. */
module.exports = {
  forbidden: [
    {
      name: 'app-imports-app',
      comment: 'Services speak through Kafka only.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'lib-imports-app',
      comment: 'A library serves services and knows none.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'domain-imports-infrastructure',
      comment: 'The rules are pure: they know code lists and national codes, and nothing that runs.',
      severity: 'error',
      from: { path: '^apps/[^/]+/src/domain/', pathNot: '[.]spec[.]ts$' },
      to: {
        pathNot:
          '^(apps/[^/]+/src/domain/|libs/(contracts|national-codes)/|libs/aggregates/src/rules[.]ts$|node_modules/zod/)',
      },
    },
    {
      name: 'lookup-knows-only-the-published-contract',
      comment: 'The lookup is what an outside consumer could be: it must manage with what outsiders get.',
      severity: 'error',
      from: { path: '^apps/certificate-lookup/src/' },
      to: { path: '^libs/contracts/src/(?!published[.]ts$)' },
    },
    {
      name: 'kafkajs-outside-messaging',
      comment: 'The Kafka client is behind the port of libs/messaging, so that it can be replaced.',
      severity: 'error',
      from: { pathNot: '^libs/messaging/' },
      to: { path: 'kafkajs' },
    },
    {
      name: 'testing-in-production',
      comment: 'What runs in production does not load test tools.',
      severity: 'error',
      from: { path: '^(apps|libs)/[^/]+/src/', pathNot: '(^libs/testing/|[.]spec[.]ts$)' },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'past-the-index-of-a-lib',
      comment: 'A library is what its index says; the rest may change.',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/' },
      to: {
        path: '^libs/[^/]+/src/',
        pathNot: '^(libs/[^/]+/src/(index|published|public|rules|source-maps)[.]ts$|$1/$2/)',
      },
    },
    {
      name: 'circle',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      conditionNames: ['types', 'import', 'node', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
