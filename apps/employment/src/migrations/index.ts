import { CreateCases1732400000000 } from './1732400000000-create-cases.js';
import { LookUpEntries1797000000000 } from './1797000000000-look-up-entries.js';

/** Oldest first. */
export const migrations = [CreateCases1732400000000, LookUpEntries1797000000000];
