import { CreateCases1732400000000 } from './1732400000000-create-cases.js';

/** Oldest first. */
export const migrations = [CreateCases1732400000000];
