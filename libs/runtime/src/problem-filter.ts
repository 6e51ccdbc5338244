import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { loggableError } from './logging.js';
import type { Problem } from './problem.js';
import { problemOf } from './problem-of.js';
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
