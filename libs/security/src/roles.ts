import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { Role } from './actor.js';

/** Metadata key of the roles that may use a route. */
export const ALLOWED_ROLES = 'jiangtu:roles';

/** The roles that may use a route, or all routes of a controller. A route's own list replaces its controller's. */
export function Roles(first: Role, ...others: Role[]): MethodDecorator & ClassDecorator {
  const roles = [first, ...others];
  return applyDecorators(SetMetadata(ALLOWED_ROLES, roles), ApiBearerAuth(), ApiExtension('x-roles', roles));
}
