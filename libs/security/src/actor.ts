import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Scope } from '#database';

/** Roles that act for one school: their token names it, and they see nothing of another. */
const SCHOOL_ROLES = [
  'school-admissions',
  'school-registrar',
  'school-employment-officer',
  'school-principal',
] as const;
const OTHER_ROLES = ['district-officer', 'city-officer', 'inspector', 'operator', 'lookup-client'] as const;
export const ROLES = [...SCHOOL_ROLES, ...OTHER_ROLES] as const;

export type Role = (typeof ROLES)[number];

/** Who acts, as the verified token says. */
export interface Actor {
  /** the token's `sub`: the same person has the same one in every service */
  readonly subject: string;
  readonly role: Role;
  /** of school roles only, and there always */
  readonly schoolCode?: string;
}

export const isRole = (text: unknown): text is Role => ROLES.some((role) => role === text);
export const isSchoolRole = (role: Role): boolean => SCHOOL_ROLES.some((each) => each === role);

/** Roles that see the whole city. A district officer's districts come with a later issue: no scope until then. */
const CITY_WIDE: readonly Role[] = ['city-officer', 'inspector', 'operator', 'lookup-client'];

/** What a role sees of the records of schools: those of its own school, of the whole city, or none. */
export function reachOf(role: Role): 'school' | 'city' | 'none' {
  if (isSchoolRole(role)) return 'school';
  return CITY_WIDE.includes(role) ? 'city' : 'none';
}

/**
 * The rows an actor may touch, for `Transactions.run`.
 * @throws Error for a role that has no scope; fails closed
 */
export function scopeOf(actor: Actor): Scope {
  if (actor.schoolCode !== undefined) return { kind: 'school', schoolCode: actor.schoolCode };
  if (reachOf(actor.role) === 'city') return { kind: 'all' };
  throw new Error(`The role ${actor.role} has no scope.`);
}

/** Where the guard leaves the actor for {@link CurrentActor}. */
export interface RequestWithActor {
  actor?: Actor;
}

/** The actor of this request. On a public route there is none: asking for it there is a defect. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<RequestWithActor>();
  if (!actor) throw new Error('A public route has no actor.');
  return actor;
});
