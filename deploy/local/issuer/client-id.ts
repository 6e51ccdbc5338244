/** Roles that act for one school. */
export const schoolRoles = [
  'school-admissions',
  'school-registrar',
  'school-employment-officer',
  'school-principal',
];
/** Roles of programs outside that see what they have delivered themselves; two of them are told apart by a name. */
export const platformRoles = ['unified-platform', 'police-exchange'];
/** Roles that act for the whole city. */
export const cityRoles = ['city-officer', 'inspector', 'operator', 'lookup-client'];

/** Who asks for a token: a role, its school or district where it has one and, to tell two officers apart, a person. */
export interface Client {
  role?: string;
  school?: string;
  district?: string;
  person?: string;
}

/**
 * `role`, `role:place` or `role:place:person`; the place is the school of a school's role and the district of a district
 * officer, and empty for the roles of the city.
 */
export function clientIdOf({ role, school = '', district = '', person = '' }: Client): string {
  return [role, school || district, person].join(':').replace(/:+$/, '');
}

/** What the client of this id may do: the claims of its tokens. Undefined: there is no such client. */
export function accessOf(clientId: string): Client | undefined {
  const [, role, place] = /^([a-z-]+)(?::([A-Za-z0-9-]*))?(?::[\w.-]+)?$/.exec(clientId) ?? [];
  if (role === undefined) return undefined;
  if (schoolRoles.includes(role)) return place ? { role, school: place } : undefined;
  if (platformRoles.includes(role)) return { role };
  if (role === 'district-officer') return place ? { role, district: place } : undefined;
  return cityRoles.includes(role) && !place ? { role } : undefined;
}
