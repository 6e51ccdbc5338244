import { schoolRoles } from '../../deploy/local/issuer/client-id.mjs';

/** Of the roles that may call a route it is called as the first of each list: one that sees one school, one that sees all. */
const ROLES = [
  ['school-registrar', 'school-admissions', 'school-employment-officer', 'school-principal'],
  ['city-officer', 'operator', 'lookup-client', 'inspector'],
];

/** Who calls which operations of a document. @returns {{ role?: string, operations: string[] }[]} no role: without a token */
export function turnsOf(document) {
  const turns = new Map();
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods))
      for (const role of callersOf(operation)) {
        const name = `${method.toUpperCase()} ${path}`;
        turns.set(role, [...(turns.get(role) ?? []), name]);
      }
  return [...turns].map(([role, operations]) => ({ role, operations }));
}

function callersOf({ 'x-roles': allowed }) {
  if (!allowed) return [undefined];
  return ROLES.flatMap((roles) => roles.find((role) => allowed.includes(role)) ?? []);
}

export const isOfSchool = (role) => schoolRoles.includes(role);
