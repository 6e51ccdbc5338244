import { HttpException } from '@nestjs/common';
import { innerError, isPassing } from '#database';
import { Problem, temporarilyUnavailable } from './problem.js';

interface Wording {
  code: string;
  title: string;
  detail: string;
}

/** What Nest and Fastify refuse by themselves. Their own messages are not passed on: they quote the request. */
const BY_STATUS: Record<number, Wording> = {
  400: { code: 'bad-request', title: '请求无法识别', detail: 'The request cannot be understood.' },
  404: { code: 'not-found', title: '未找到', detail: 'There is nothing at this address.' },
  408: { code: 'request-timeout', title: '请求超时', detail: 'The request did not arrive in time.' },
  413: {
    code: 'body-too-large',
    title: '请求内容过大',
    detail: 'The body is larger than this route accepts.',
  },
  414: { code: 'address-too-long', title: '请求地址过长', detail: 'A part of the address is too long.' },
  415: {
    code: 'unsupported-media-type',
    title: '不支持的内容类型',
    detail: 'This content type is not accepted here.',
  },
  429: { code: 'too-many-requests', title: '请求过于频繁', detail: 'Too many requests; try again later.' },
};
const MALFORMED_JSON: Wording = {
  code: 'malformed-json',
  title: 'JSON 格式错误',
  detail: 'The body is not well-formed JSON.',
};
const OTHER: Wording = { code: 'refused', title: '请求被拒绝', detail: 'The request was refused.' };

/** The problem that the caller is told, whatever was thrown. Its 500 says nothing of the cause. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isPassing(error)) return temporarilyUnavailable('A server this service needs does not answer.');
  const status = isUnstorable(error) ? 400 : clientStatusOf(error);
  return status === undefined ? internalError() : new Problem({ status, ...wordingOf(status, error) });
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

function wordingOf(status: number, error: unknown): Wording {
  if (status === 400 && isJsonError(error)) return MALFORMED_JSON;
  return BY_STATUS[status] ?? OTHER;
}

function isJsonError(error: unknown): boolean {
  const origin = (error instanceof HttpException ? error.cause : error) as { code?: string } | undefined;
  return origin instanceof SyntaxError || /^FST_ERR_CTP_(INVALID|EMPTY)_JSON_BODY$/.test(origin?.code ?? '');
}

function internalError(): Problem {
  return new Problem({
    status: 500,
    code: 'internal-error',
    title: '系统内部错误',
    detail: 'An unexpected error; the request id finds it in the log.',
  });
}
