/** Roles that act for one school. */
export const schoolRoles = [
  'school-admissions',
  'school-registrar',
  'school-employment-officer',
  'school-principal',
];
/** Roles that belong to no school. */
export const otherRoles = ['district-officer', 'city-officer', 'inspector', 'operator', 'lookup-client'];

/** `role`, `role:school` or `role:school:person`; the school is empty for the roles that belong to none. */
export function clientIdOf({ role, school = '', person = '' }) {
  return [role, school, person].join(':').replace(/:+$/, '');
}

/** What the client of this id may do: the claims of its tokens. Undefined: there is no such client. */
export function accessOf(clientId) {
  const [, role, school] = /^([a-z-]+)(?::([A-Za-z0-9-]*))?(?::[\w.-]+)?$/.exec(clientId) ?? [];
  if (schoolRoles.includes(role)) return school ? { role, school } : undefined;
  return otherRoles.includes(role) && !school ? { role } : undefined;
}
