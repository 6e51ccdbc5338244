import { declareProblems } from '#runtime';
import { outcomeRefusals } from './domain/outcome.js';

/** Every code of employment's own. */
export const problems = declareProblems(outcomeRefusals);
