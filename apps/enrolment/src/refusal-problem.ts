import { Problem } from '#runtime';
import type { RefusalCode } from './domain/refusal.js';
import { problems } from './problems.js';

/** A refusal of a single command as a problem. */
export const refusalProblem = (code: RefusalCode): Problem => new Problem(problems[code]);
