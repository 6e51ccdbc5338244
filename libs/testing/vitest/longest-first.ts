import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { budgetOf } from './budget.js';

/** Starts the specs with the largest budgets first, so that no worker has a long one left when the others are done. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((one, other) => budgetOf(other.moduleId) - budgetOf(one.moduleId));
  }
}
