import { expectDeclared } from './declared-problems.js';

export interface Answer<Body = any> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

/** Calls a service as one caller; fails on a problem that the route does not declare. A string or Buffer body is sent as `contentType`, anything else as JSON. */
export class HttpCaller {
  /** @param routesOf what the service has its routes in common with others by, if it is not the only one of its kind */
  constructor(
    private readonly baseUrl: string,
    private readonly token?: () => Promise<string>,
    private readonly routesOf: unknown = baseUrl,
  ) {}

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(
    path: string,
    body: unknown = {},
    contentType = 'application/json',
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const raw = typeof body === 'string' || Buffer.isBuffer(body);
    const content = raw ? body : JSON.stringify(body);
    return this.send('POST', path, content, { ...headers, 'content-type': contentType });
  }

  private async send(
    method: string,
    path: string,
    body: string | Buffer | undefined,
    headers: Record<string, string>,
  ): Promise<Answer> {
    const authorization: Record<string, string> = this.token
      ? { authorization: `Bearer ${await this.token()}` }
      : {};
    const answer = await fetch(this.baseUrl + path, {
      method,
      headers: { ...authorization, ...headers },
      body: body as RequestInit['body'],
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const answered = bodyOf(bytes, answer.headers.get('content-type') ?? 'text/plain');
    if (answer.headers.get('content-type')?.startsWith('application/problem+json'))
      await expectDeclared({ url: this.baseUrl, routesOf: this.routesOf }, { method, path }, answered);
    return { status: answer.status, headers: answer.headers, body: answered };
  }
}

/** JSON as what it says, text as a string, and a file as its bytes. */
function bodyOf(bytes: Buffer, contentType: string): any {
  if (contentType.includes('json')) return JSON.parse(bytes.toString());
  return contentType.startsWith('text/') ? bytes.toString() : bytes;
}
