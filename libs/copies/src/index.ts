/** What a service keeps of what others own and publish: a table for its first migration, and what its reactions write. */
export { createCertificateCopies, keepCertificates, keepKindsOfCertificates } from './certificates.js';
export {
  createSchoolsTable,
  keepSchools,
  letNoRegionsRead,
  letRegionsRead,
  type SchoolRow,
} from './schools.js';
