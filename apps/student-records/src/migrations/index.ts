import { CreateStudentRecords1732400000000 } from './1732400000000-create-student-records.js';

/** Oldest first. */
export const migrations = [CreateStudentRecords1732400000000];
