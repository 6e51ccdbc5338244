/**
 * The five services: name, the port that is tried first, and the name of its database and role.
 * @type {{ name: import('#contracts').ServiceName, port: number, database: string }[]}
 */
export const services = [
  { name: 'enrolment', port: 4101, database: 'enrolment' },
  { name: 'student-records', port: 4102, database: 'student_records' },
  { name: 'certificates', port: 4103, database: 'certificates' },
  { name: 'certificate-lookup', port: 4104, database: 'certificate_lookup' },
  { name: 'employment', port: 4105, database: 'employment' },
];

/** @type {readonly import('#contracts').ServiceName[]} */
export const serviceNames = services.map(({ name }) => name);
