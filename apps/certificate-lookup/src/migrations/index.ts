import { CreateLookup1732400000000 } from './1732400000000-create-lookup.js';
import { ListByRareStatus1732500000000 } from './1732500000000-list-by-rare-status.js';
import { ShowTakenOver1799100000000 } from './1799100000000-show-taken-over.js';

/** Oldest first. */
export const migrations = [
  CreateLookup1732400000000,
  ListByRareStatus1732500000000,
  ShowTakenOver1799100000000,
];
