import { createHash, createHmac } from 'node:crypto';

/** A request as its receiver sees it. */
export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** Whether a request without query is signed by the secret: AWS Signature Version 4, in the header. The server of the tests does not look. */
export function isSignedBy(secret: string, { method, path, headers }: SignedRequest): boolean {
  const given =
    /Credential=[^/]+\/(\S+?)\/(\S+?)\/s3\/aws4_request, *SignedHeaders=(\S+?), *Signature=([0-9a-f]{64})$/;
  const [, day, region, signed, signature] = given.exec(headers.authorization ?? '') ?? [];
  if (!day || !region || !signed) return false;
  const ofHeaders = signed.split(';').map((name) => `${name}:${headers[name]?.trim()}\n`);
  const request = [method, path, '', ofHeaders.join(''), signed, headers['x-amz-content-sha256']].join('\n');
  const requestHash = createHash('sha256').update(request).digest('hex');
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, requestHash].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key, text).toString('hex') === signature;
}
