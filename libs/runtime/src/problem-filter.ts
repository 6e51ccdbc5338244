import { innerError, isPassing } from '#database';
import type { FastifyReply } from 'fastify';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Logger } from 'pino';
import { commonProblems, temporarilyUnavailable } from './common-problems.js';
import { loggableError } from './logging.js';
import { Problem, type ProblemKind } from './problem.js';
import { requestContext } from './request-context.js';

/** Answers everything that is thrown as problem+json. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost) {
    const problem = problemOf(error);
    if (problem.status >= 500) this.logger.error({ error: loggableError(error) }, problem.code);
    return sendProblem(host.switchToHttp().getResponse<FastifyReply>(), problem);
  }
}

export function sendProblem(reply: FastifyReply, problem: Problem) {
  const context = requestContext();
  if (context) context.refusedAs = problem.code;
  return reply
    .status(problem.status)
    .headers(problem.headers)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem.toBody(context?.requestId)));
}

/** What Nest and Fastify refuse by themselves. Their own messages are not passed on: they quote the request. */
const BY_STATUS: Record<number, ProblemKind> = {
  404: commonProblems['not-found'],
  405: commonProblems['method-not-allowed'],
  408: commonProblems['request-timeout'],
  413: commonProblems['body-too-large'],
  414: commonProblems['address-too-long'],
  415: commonProblems['unsupported-media-type'],
};

/** The problem to answer, whatever was thrown. A 500 says nothing of the cause. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isPassing(error)) return temporarilyUnavailable('A server this service needs does not answer.');
  const status = isUnstorable(error) ? 400 : clientStatusOf(error);
  return new Problem(status === undefined ? commonProblems['internal-error'] : kindOf(status, error));
}

/** PostgreSQL keeps no NUL in a text or a JSON: whatever field it came in, it came with the request. */
function isUnstorable(error: unknown): boolean {
  const { code } = ((error instanceof Error && innerError(error)) || error || {}) as { code?: unknown };
  return code === '22021' || code === '22P05';
}

function clientStatusOf(error: unknown): number | undefined {
  const status =
    error instanceof HttpException
      ? error.getStatus()
      : (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

function kindOf(status: number, error: unknown): ProblemKind {
  if (status === 400 && isJsonError(error)) return commonProblems['malformed-json'];
  return BY_STATUS[status] ?? commonProblems['bad-request'];
}

function isJsonError(error: unknown): boolean {
  const origin = (error instanceof HttpException ? error.cause : error) as { code?: string } | undefined;
  return origin instanceof SyntaxError || /^FST_ERR_CTP_(INVALID|EMPTY)_JSON_BODY$/.test(origin?.code ?? '');
}
