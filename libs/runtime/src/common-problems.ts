import { declareProblems, Problem } from './problem.js';

/** What every service can answer, whatever the route. */
export const commonProblems = declareProblems({
  'bad-request': {
    status: 400,
    title: '请求无法识别',
    detail: 'The request cannot be understood.',
    remedy:
      'Look at the address and the texts: an escape is broken, the body is no UTF-8, or a text holds a control character.',
  },
  'cursor-invalid': {
    status: 400,
    title: '翻页位置无效，请从第一页开始',
    detail: 'The cursor is none of this list with these filters and this sort.',
    remedy: 'Give `nextCursor` back as it came, with the same filters and sort; or begin without one.',
  },
  'too-many-to-export': {
    status: 422,
    title: '符合条件的记录超过一万条，请缩小筛选范围后导出',
    detail: 'More than 10,000 items match; a workbook of so many is not made.',
    remedy: 'Narrow the filters, such as to a school, a year or a state, and export in parts.',
  },
  'selection-changed': {
    status: 409,
    title: '符合条件的记录数与预计条数不符，未作处理',
    detail: 'The filter leaves another number of records than was expected; nothing was done.',
    remedy:
      'Read the list with `total=true` again, see who has come or gone, and give the number that is there now. For more than 1,000, narrow the filter and go in steps.',
  },
  'malformed-json': {
    status: 400,
    title: 'JSON 格式错误',
    detail: 'The body is not well-formed JSON.',
    remedy: 'Send well-formed JSON, without a member named `__proto__`.',
  },
  'token-missing': {
    status: 401,
    title: '未登录',
    detail: 'This route needs an access token.',
    remedy: 'Get an access token from the issuer and send it as `Authorization: Bearer …`.',
  },
  // One answer for every defect of a token: which one it was helps only who forges them.
  'token-invalid': {
    status: 401,
    title: '登录已失效，请重新登录',
    detail: 'The access token is not valid here, or no longer.',
    remedy: 'Get a new access token; if that is refused too, compare it with [access](access.md#tokens).',
  },
  'role-not-allowed': {
    status: 403,
    title: '无权进行此操作',
    detail: 'The role of the token may not use this route.',
    remedy: 'Let somebody do it whose role may; [access](access.md) says which.',
  },
  'school-missing': {
    status: 403,
    title: '令牌未注明学校',
    detail: 'A token of a school role names its school; this one does not.',
    remedy: 'Have the account’s school set at the issuer, as the claim `school`.',
  },
  'district-missing': {
    status: 403,
    title: '令牌未注明主管部门',
    detail: 'A token of a district officer names their authority; this one does not.',
    remedy: 'Have the authority’s code set at the issuer, as the claim `district`.',
  },
  'not-found': {
    status: 404,
    title: '未找到',
    detail: 'There is nothing at this address.',
    remedy: 'Look at the address and the id. What belongs to another school is answered like this as well.',
  },
  'method-not-allowed': {
    status: 405,
    title: '不支持的请求方法',
    detail: 'This address does not take this method.',
    remedy: 'Use one of the methods that the header `Allow` names.',
  },
  'request-timeout': {
    status: 408,
    title: '请求超时',
    detail: 'The request did not arrive in time.',
    remedy: 'Send it again; a large file over a slow line in parts.',
  },
  'idempotency-key-reused': {
    status: 409,
    title: '幂等键已用于其他请求',
    detail: 'This Idempotency-Key came with another request before.',
    remedy: 'Give each request a key of its own; only the same request sent again has the same one.',
  },
  'precondition-failed': {
    status: 412,
    title: '数据已被他人修改',
    detail: 'The record has not the version that If-Match names.',
    remedy: 'Read the record again, decide anew, and send its `ETag` as `If-Match`.',
  },
  'body-too-large': {
    status: 413,
    title: '请求内容过大',
    detail: 'The body is larger than this route accepts.',
    remedy: 'Send fewer items, or a smaller file; [settings](settings.md) says how many bytes are taken.',
  },
  'address-too-long': {
    status: 414,
    title: '请求地址过长',
    detail: 'A part of the address is too long.',
    remedy: 'Look at the ids in the address.',
  },
  'unsupported-media-type': {
    status: 415,
    title: '不支持的内容类型',
    detail: 'This content type is not accepted here.',
    remedy:
      'Set `Content-Type` to what the API page names for the route; send UTF-8, and do not compress it.',
  },
  'invalid-request': {
    status: 422,
    title: '请求内容不符合要求',
    detail: 'The request does not fit its schema; see errors.',
    remedy: 'Correct the fields that `errors[]` names; the API page has the schema.',
  },
  'service-busy': {
    status: 429,
    title: '系统繁忙，请稍后重试',
    detail: 'The service has as many requests in hand as it can take; this one was not begun.',
    remedy: 'Try again after `Retry-After` seconds, and send fewer at once.',
  },
  'headers-too-large': {
    status: 431,
    title: '请求头过大',
    detail: 'The headers of the request are too large.',
    remedy: 'Send fewer or shorter headers; a token of some kilobytes is no token of ours.',
  },
  'internal-error': {
    status: 500,
    title: '系统内部错误',
    detail: 'An unexpected error; the request id finds it in the log.',
    remedy: 'Tell the operator the `requestId`. Whether anything was changed has to be looked up.',
  },
  'handling-timeout': {
    status: 503,
    title: '处理超时，请先查询结果',
    detail: 'The request was not done in time; it may be done later.',
    remedy: 'Look whether it was done before sending it again, and ask for fewer items at once.',
  },
  'temporarily-unavailable': {
    status: 503,
    title: '服务暂时不可用，请稍后重试',
    detail: 'A server this service needs does not answer.',
    remedy:
      'Try again after `Retry-After` seconds. After a command look first whether it was done: the answer of the database may have been lost.',
  },
});

/** A server this service needs does not answer, or is busy: 503 with Retry-After. A commit whose answer was lost ends here too. */
export function temporarilyUnavailable(detail: string, retryAfterSeconds = 2): Problem {
  return new Problem(commonProblems['temporarily-unavailable'], {
    detail,
    headers: { 'retry-after': String(retryAfterSeconds) },
  });
}

/** 404 for a resource. Also the answer for a record of another school, whose existence it must not reveal. */
export function notFound(detail: string, title = '未找到'): Problem {
  return new Problem(commonProblems['not-found'], { detail, title });
}
