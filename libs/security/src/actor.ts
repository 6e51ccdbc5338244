import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Scope } from '#database';

/** Roles that act for one school: their token names it, and they see nothing of another. */
const SCHOOL_ROLES = [
  'school-admissions',
  'school-registrar',
  'school-employment-officer',
  'school-principal',
] as const;
/** 区县人社局: sees the schools of the authority that its token names, and approves for those of its tier. */
const DISTRICT_ROLES = ['district-officer'] as const;
const CITY_STAFF = ['city-officer', 'inspector', 'operator'] as const;
/** 统一招生平台、公安比对交换平台: programs outside, each of which sees what it has delivered itself. */
const PLATFORM_ROLES = ['unified-platform', 'police-exchange'] as const;
/** Whoever works with the system; a partner’s program is none of them. */
export const STAFF_ROLES = [...SCHOOL_ROLES, ...DISTRICT_ROLES, ...CITY_STAFF] as const;
export const ROLES = [...STAFF_ROLES, ...PLATFORM_ROLES, 'lookup-client'] as const;

export type Role = (typeof ROLES)[number];

/** Who acts, as the verified token says. */
export interface Actor {
  /** the token's `sub`: the same person has the same one in every service */
  readonly subject: string;
  readonly role: Role;
  /** of school roles only, and there always */
  readonly schoolCode?: string;
  /** of district officers only, and there always: the code of their authority (主管部门), which is no region */
  readonly authorityCode?: string;
}

export const isRole = (text: unknown): text is Role => ROLES.some((role) => role === text);

export type Reach = 'school' | 'district' | 'platform' | 'city';

/** Whose records a role sees: those of its own school, of the schools of its district, what it delivered itself, or of the whole city. */
export function reachOf(role: Role): Reach {
  if (SCHOOL_ROLES.some((each) => each === role)) return 'school';
  if (PLATFORM_ROLES.some((each) => each === role)) return 'platform';
  return DISTRICT_ROLES.some((each) => each === role) ? 'district' : 'city';
}

/**
 * The rows an actor may touch, for `Transactions.run`.
 * @throws Error for a role whose place is missing; fails closed
 */
export function scopeOf({ subject, role, schoolCode, authorityCode }: Actor): Scope {
  const reach = reachOf(role);
  if (reach === 'city') return { kind: 'all' };
  if (reach === 'platform') return { kind: 'partner', partnerCode: subject };
  if (reach === 'school' && schoolCode) return { kind: 'school', schoolCode };
  if (reach === 'district' && authorityCode) return { kind: 'district', authorityCode };
  throw new Error(`The role ${role} has no scope.`);
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
