import type { Reporter, TestModule } from 'vitest/node';
import { budgetOf } from './budget.js';

const SHOWN = 15;

/** Prints the spec files that took longest. One that went over its budget is told, and fails nothing: machines are noisy. */
export default class Slowest implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const files = modules
      .map((each) => ({
        name: each.relativeModuleId,
        took: secondsOf(each),
        budget: budgetOf(each.moduleId),
      }))
      .toSorted((one, other) => other.took - one.took);
    const shown = files.filter(({ took, budget }, at) => at < SHOWN || took > budget);
    console.error(['', 'The slowest spec files:', ...shown.map(inWords), ''].join('\n'));
  }
}

function secondsOf(module: TestModule): number {
  const { collectDuration, setupDuration, duration } = module.diagnostic();
  return (collectDuration + setupDuration + duration) / 1_000;
}

function inWords({ name, took, budget }: { name: string; took: number; budget: number }): string {
  const over = took > budget ? '  OVER its budget' : '';
  return `${took.toFixed(1).padStart(8)} s of ${String(budget).padStart(3)}  ${name}${over}`;
}
