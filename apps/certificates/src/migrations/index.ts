import { CreateCertificates1732400000000 } from './1732400000000-create-certificates.js';
import { AddReservedNumbers1795651200000 } from './1795651200000-add-reserved-numbers.js';
import { LookUpEntries1797000000000 } from './1797000000000-look-up-entries.js';
import { NoteDifferingIdentities1798200000000 } from './1798200000000-note-differing-identities.js';
import { LetRegionsRead1798800000000 } from './1798800000000-let-regions-read.js';
import { TakeOverCertificates1799100000000 } from './1799100000000-take-over-certificates.js';

/** Oldest first. */
export const migrations = [
  CreateCertificates1732400000000,
  AddReservedNumbers1795651200000,
  LookUpEntries1797000000000,
  NoteDifferingIdentities1798200000000,
  LetRegionsRead1798800000000,
  TakeOverCertificates1799100000000,
];
