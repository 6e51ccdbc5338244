import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './libs/testing/vitest/longest-first.js';

/** The libraries' names, from the one place that declares them: `imports` of package.json. */
const { imports } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
  imports: Record<string, { types: string }>;
};

export default defineConfig({
  resolve: {
    alias: Object.entries(imports).map(([name, { types }]) => ({
      find: new RegExp(`^${name}$`),
      replacement: fileURLToPath(new URL(types, import.meta.url)),
    })),
  },
  test: {
    globals: true,
    pool: 'forks',
    // More than a small machine has cores: specs wait for servers and for time-outs of theirs, the longest ones most of all, and
    // those begin together. The fifth has work for the cores meanwhile.
    maxWorkers: 5,
    // The specs of a worker share its modules: loading Nest, typeorm and kafkajs takes longer than most specs do.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', './libs/testing/vitest/slowest.ts'],
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['{apps,libs}/*/src/**/*.spec.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'chart',
          include: ['test/chart/**/*.spec.ts'],
          globalSetup: 'test/chart/render-all.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['{apps,libs}/*/test/**/*.spec.ts', 'test/**/*.spec.ts'],
          exclude: ['test/chart/**'],
          globalSetup: 'libs/testing/vitest/start-platform.ts',
        },
      },
    ],
  },
});
