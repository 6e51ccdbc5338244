import { CreateLookup1732400000000 } from './1732400000000-create-lookup.js';

/** Oldest first. */
export const migrations = [CreateLookup1732400000000];
