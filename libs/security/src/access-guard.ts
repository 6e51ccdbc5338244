import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { PUBLIC_ROUTE, requestContext } from '#runtime';
import type { RequestWithActor, Role } from './actor.js';
import { roleNotAllowed, tokenInvalid, tokenMissing } from './refusals.js';
import { ALLOWED_ROLES } from './roles.js';
import { TokenVerifier } from './token-verifier.js';

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
