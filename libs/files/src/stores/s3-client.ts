import { setTimeout } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { AwsClient } from 'aws4fetch';
import type { FileStoreSettings } from '#runtime';
import { fileStoreAway } from '../file-problems.js';
import { sha256Of } from '../uploads.js';

/** Of each attempt, until the answer is read. */
const ATTEMPT_TIMEOUT_MS = 5_000;
/** Before the second and the third attempt, of which there are no more. */
const RETRY_DELAYS_MS = [200, 800];

type Method = 'PUT' | 'GET' | 'DELETE';
/** Without status where there was no answer. */
interface Answer {
  readonly status?: number;
  readonly body: Buffer;
  /** for the log: never what was sent */
  readonly words: string;
}

/** One bucket of a store that speaks S3. Every failure is a Problem 503 file-store-away, and a line in the log that says which. */
export class S3Client {
  private readonly logger = new Logger(S3Client.name);

  private constructor(
    private readonly client: AwsClient,
    private readonly bucket: string,
  ) {}

  /** The library is loaded only where there is a store. */
  static async of(settings: FileStoreSettings): Promise<S3Client> {
    const { AwsClient: Client } = await import('aws4fetch');
    const client = new Client({
      service: 's3',
      region: settings.FILES_S3_REGION,
      accessKeyId: settings.FILES_S3_ACCESS_KEY_ID!,
      secretAccessKey: settings.FILES_S3_SECRET_ACCESS_KEY!,
    });
    return new S3Client(
      client,
      `${settings.FILES_S3_ENDPOINT!.replace(/\/$/, '')}/${settings.FILES_S3_BUCKET}`,
    );
  }

  async put(name: string, content: Buffer): Promise<void> {
    await this.ask('PUT', name, content);
  }

  /** Undefined where there is none. */
  get(name: string): Promise<Buffer | undefined> {
    return this.ask('GET', name);
  }

  /** One that is not there is passed over. */
  async delete(name: string): Promise<void> {
    await this.ask('DELETE', name);
  }

  private async ask(method: Method, name: string, content?: Buffer): Promise<Buffer | undefined> {
    let answer = await this.attempt(method, name, content);
    for (const delay of RETRY_DELAYS_MS) {
      if (!mayPass(answer)) break;
      await setTimeout(delay);
      answer = await this.attempt(method, name, content);
    }
    const { status = 0, body, words } = answer;
    if (status >= 200 && status < 300) return body;
    if (status === 404 && method !== 'PUT' && words === 'NoSuchKey') return undefined;
    this.logger.error(
      `The store of files does not ${method} at ${this.bucket} (${status || 'no answer'} ${words}): look at the settings FILES_S3_…, and whether it can be reached from here.`,
    );
    throw fileStoreAway();
  }

  private async attempt(method: Method, name: string, content?: Buffer): Promise<Answer> {
    const signal = AbortSignal.timeout(ATTEMPT_TIMEOUT_MS);
    try {
      const request = await this.client.sign(`${this.bucket}/${name}`, {
        method,
        body: content as Uint8Array<ArrayBuffer> | undefined,
        headers: { 'x-amz-content-sha256': sha256Of(content ?? Buffer.alloc(0)) },
        redirect: 'error',
        signal,
      });
      const response = await fetch(request);
      const body = Buffer.from(await response.arrayBuffer());
      const words = response.ok ? '' : (/<Code>(\w+)<\/Code>/.exec(body.toString())?.[1] ?? '');
      return { status: response.status, body, words };
    } catch (error) {
      const { message, cause } = error as Error;
      return { body: Buffer.alloc(0), words: (cause as { code?: string } | undefined)?.code ?? message };
    }
  }
}

const mayPass = ({ status }: Answer) => status === undefined || status >= 500 || status === 429;
