import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { type RequestWithActor, Sealer } from '#security';
import { beginCommandRequest, type CommandRequest } from './command-request.js';
import { READS_ONLY } from './reads-only.js';

/**
 * Reads the headers of a command before it runs, and holds the use case to its word after: a route that changes
 * something and has not written it down is a defect, and answers 500.
 */
@Injectable()
export class CommandInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly sealer: Sealer,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest & RequestWithActor>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const command = this.isCommand(context, request)
      ? beginCommandRequest(request, (text) => this.sealer.blindIndex(text))
      : undefined;
    return next.handle().pipe(
      map((answer: unknown) => {
        if (command) tellOf(command, reply, context.getHandler().name);
        const { version } = (answer ?? {}) as { version?: unknown };
        if (Number.isInteger(version)) reply.header('etag', `"${version as number}"`);
        return answer;
      }),
    );
  }

  /** What anybody may do without a token is no command: there is nobody to write down. */
  private isCommand(
    context: ExecutionContext,
    { method, actor }: FastifyRequest & RequestWithActor,
  ): boolean {
    return !looksOnly(method) && actor !== undefined && !this.reflector.get(READS_ONLY, context.getHandler());
  }
}

/** Fastify answers HEAD wherever it answers GET. */
export const looksOnly = (method: string): boolean => method === 'GET' || method === 'HEAD';

function tellOf({ written, replayed }: CommandRequest, reply: FastifyReply, handler: string): void {
  if (!written) throw new Error(`${handler} is no use case of Commands, and not @ReadsOnly.`);
  if (replayed) reply.header('idempotency-replayed', 'true');
}
