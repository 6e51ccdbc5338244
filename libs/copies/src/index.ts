/** What a service keeps of what others own and publish: a table for its first migration, and the reactions that write it. */
export { createCertificateCopies, KeepIssuedCertificates, KeepRevokedCertificates } from './certificates.js';
export { createSchoolsTable, KeepSchools, type SchoolRow } from './schools.js';
