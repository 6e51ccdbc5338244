import { lossScenarios } from './losses.ts';
import { mistakeScenarios } from './mistakes.ts';
import { scalingScenarios } from './scaling.ts';
import type { Scenario } from './scenario.ts';
import { versionScenarios } from './versions.ts';

/** In the order in which they are played. */
export const scenarios: Scenario[] = [
  ...versionScenarios,
  ...lossScenarios,
  ...scalingScenarios,
  ...mistakeScenarios,
];
