import { PUBLIC_ROUTE, requestContext } from '#runtime';
import {
  applyDecorators,
  type CanActivate,
  type ExecutionContext,
  Injectable,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { RequestWithActor, Role } from './actor.js';
import { roleNotAllowed, tokenInvalid, tokenMissing } from './refusals.js';
import { TokenVerifier } from './token-verifier.js';

/** Metadata key of the roles that may use a route. */
const ALLOWED_ROLES = 'jiangtu:roles';

/** The roles that may use a route, or all routes of a controller. A route's own list replaces its controller's. */
export function Roles(first: Role, ...others: Role[]): MethodDecorator & ClassDecorator {
  const roles = [first, ...others];
  return applyDecorators(SetMetadata(ALLOWED_ROLES, roles), ApiBearerAuth(), ApiExtension('x-roles', roles));
}

interface GuardedRequest extends RequestWithActor {
  headers: { authorization?: string };
}

/** Stands before every HTTP route: a token of an allowed role, or a route that says it is public. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: TokenVerifier,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Reactions are no requests; they run under the service's own scope.
    if (context.getType() !== 'http') return true;
    const access = accessOf(this.reflector, context.getHandler(), context.getClass());
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const actor = await this.tokens.verify(bearerToken(request));
    const current = requestContext();
    if (current) current.actorSubject = actor.subject;
    request.actor = actor;
    if (!access?.includes(actor.role)) throw roleNotAllowed();
    return true;
  }
}

type Target = Parameters<Reflector['get']>[1];

/** What a route declares, the route itself before its controller; undefined when it declares nothing. */
export function accessOf(
  reflector: Reflector,
  handler: Target,
  controller: Target,
): 'public' | Role[] | undefined {
  for (const target of [handler, controller]) {
    if (reflector.get<boolean>(PUBLIC_ROUTE, target)) return 'public';
    const roles = reflector.get<Role[]>(ALLOWED_ROLES, target);
    if (roles) return roles;
  }
  return undefined;
}

function bearerToken({ headers }: GuardedRequest): string {
  if (!headers.authorization) throw tokenMissing();
  const [, token] = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(headers.authorization) ?? [];
  if (!token) throw tokenInvalid();
  return token;
}
