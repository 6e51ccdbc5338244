import { schoolRoles } from '../../deploy/local/issuer/client-id.ts';

/** Of the roles that may call a route it is called as the first of each list: one that sees one school, a platform, one that sees all. */
const ROLES = [
  ['school-registrar', 'school-admissions', 'school-employment-officer', 'school-principal'],
  ['unified-platform', 'police-exchange'],
  ['city-officer', 'operator', 'lookup-client', 'inspector'],
];

/** An OpenAPI document, as far as it is read. */
export interface Document {
  paths: Record<string, Record<string, Operation>>;
}

interface Operation {
  'x-roles'?: string[];
}

/** Who calls which operations; no role: without a token. */
export interface Turn {
  role?: string;
  operations: string[];
}

export function turnsOf(document: Document): Turn[] {
  const turns = new Map<string | undefined, string[]>();
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods))
      for (const role of callersOf(operation)) {
        const name = `${method.toUpperCase()} ${path}`;
        turns.set(role, [...(turns.get(role) ?? []), name]);
      }
  return [...turns].map(([role, operations]) => ({ role, operations }));
}

function callersOf({ 'x-roles': allowed }: Operation) {
  if (!allowed) return [undefined];
  return ROLES.flatMap((roles) => roles.find((role) => allowed.includes(role)) ?? []);
}

export const isOfSchool = (role: string): boolean => schoolRoles.includes(role);
