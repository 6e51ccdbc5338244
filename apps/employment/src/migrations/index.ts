import { CreateCases1732400000000 } from './1732400000000-create-cases.js';
import { LookUpEntries1797000000000 } from './1797000000000-look-up-entries.js';
import { LetRegionsRead1798800000000 } from './1798800000000-let-regions-read.js';
import { NoteDeaths1798910000000 } from './1798910000000-note-deaths.js';
import { KeepKindsOfCertificates1799700000000 } from './1799700000000-keep-kinds-of-certificates.js';

/** Oldest first. */
export const migrations = [
  CreateCases1732400000000,
  LookUpEntries1797000000000,
  LetRegionsRead1798800000000,
  NoteDeaths1798910000000,
  KeepKindsOfCertificates1799700000000,
];
