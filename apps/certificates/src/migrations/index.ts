import { CreateCertificates1732400000000 } from './1732400000000-create-certificates.js';

/** Oldest first. */
export const migrations = [CreateCertificates1732400000000];
