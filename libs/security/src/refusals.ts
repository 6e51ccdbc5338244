import { Problem } from '#runtime';

export const tokenMissing = () =>
  new Problem({
    status: 401,
    code: 'token-missing',
    title: '未登录',
    detail: 'This route needs an access token.',
    headers: { 'www-authenticate': 'Bearer realm="jiangtu"' },
  });

/** One answer for every defect of a token: which one it was helps only who forges them. */
export const tokenInvalid = () =>
  new Problem({
    status: 401,
    code: 'token-invalid',
    title: '登录已失效，请重新登录',
    detail: 'The access token is not valid here, or no longer.',
    headers: { 'www-authenticate': 'Bearer realm="jiangtu", error="invalid_token"' },
  });

export const roleNotAllowed = () =>
  new Problem({
    status: 403,
    code: 'role-not-allowed',
    title: '无权进行此操作',
    detail: 'The role of the token may not use this route.',
  });
