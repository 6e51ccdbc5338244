import type { Role } from '#security';

/** Whoever works with the system may read the registers. */
export const everyRole: [Role, ...Role[]] = [
  'school-admissions',
  'school-registrar',
  'school-employment-officer',
  'school-principal',
  'district-officer',
  'city-officer',
  'inspector',
  'operator',
];
