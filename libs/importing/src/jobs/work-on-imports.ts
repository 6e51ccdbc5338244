import { HandlesJob, jobKind, type NextStep, NOTHING } from '#jobs';
import { ImportSteps } from './import-steps.js';

export const workOnImports = jobKind({ name: 'work-on-imports', payload: NOTHING });

/**
 * Moves imports on, one step after the other, until none waits. Each step commits by itself, before that of the job: the
 * tables of imports say what is to be done, and that it is done once.
 */
@HandlesJob(workOnImports)
export class WorkOnImports {
  constructor(private readonly steps: ImportSteps) {}

  async handle(): Promise<NextStep<object> | void> {
    if (await this.steps.next()) return {};
  }
}
