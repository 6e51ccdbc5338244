import type { FastifyReply, FastifyRequest } from 'fastify';

/** The route's pattern, never the address: an address can hold a certificate number or worse. */
export function routeOf(request: FastifyRequest): string | undefined {
  return request.routeOptions.url;
}

/** Health and metrics: called every few seconds, and of no interest while they work. */
export function isProbe(request: FastifyRequest): boolean {
  return /^\/(health\/|metrics$)/.test(routeOf(request) ?? '');
}

/** Calls back once, with the status that was answered; with none if the caller went away before. */
export function onEnd(reply: FastifyReply, ended: (status: number | undefined) => void): void {
  reply.raw.once('close', () => ended(reply.raw.writableFinished ? reply.statusCode : undefined));
}
