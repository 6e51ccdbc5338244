/** What a service that owns no register of schools keeps of it: what its scopes and its rules need to know. */
export { keepSchools } from './keep-schools.js';
export { createSchoolsTable, type SchoolRow } from './school-row.js';
