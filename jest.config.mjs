import { readFileSync } from 'node:fs';

/** The libraries' names, from the one place that declares them: `imports` of package.json. */
const { imports } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const moduleNameMapper = {
  '^(\\.{1,2}/.*)\\.js$': '$1',
  ...Object.fromEntries(
    Object.entries(imports).map(([name, { types }]) => [`^${name}$`, types.replace('./', '<rootDir>/')]),
  ),
};
const shared = {
  rootDir: '.',
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper,
  transform: { '^.+\\.ts$': '@swc/jest' },
  modulePathIgnorePatterns: ['<rootDir>/var/'],
};

export default {
  maxWorkers: 2,
  testTimeout: 60_000,
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/{apps,libs}/*/src/**/*.spec.ts'] },
    {
      ...shared,
      displayName: 'chart',
      testMatch: ['<rootDir>/test/chart/**/*.spec.ts'],
      globalSetup: '<rootDir>/test/chart/render-all.mjs',
    },
    {
      ...shared,
      displayName: 'integration',
      testMatch: ['<rootDir>/{apps,libs}/*/test/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/chart/'],
      setupFiles: ['<rootDir>/libs/testing/jest/preload.mjs'],
      globalSetup: '<rootDir>/libs/testing/jest/start-platform.mjs',
      globalTeardown: '<rootDir>/libs/testing/jest/stop-platform.mjs',
    },
  ],
};
