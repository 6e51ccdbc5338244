import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isSignedBy } from './s3-signature.js';

const BUCKET = 'jiangtu-files';
/** The one that the server knows: id and secret of its key. */
const ACCOUNT = 'S3RVER';

/** A store that speaks S3 and checks signatures, with one bucket, in the test's process. */
export interface S3Server {
  /** What a service needs to use it. */
  readonly settings: {
    readonly FILES_S3_ENDPOINT: string;
    readonly FILES_S3_BUCKET: string;
    readonly FILES_S3_REGION: string;
    readonly FILES_S3_ACCESS_KEY_ID: string;
    readonly FILES_S3_SECRET_ACCESS_KEY: string;
  };
  /** The names of the objects, past the protocol. */
  objects(): string[];
  /** Its objects stay. */
  stop(): Promise<void>;
  /** Under the address of before. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function startS3Server(): Promise<S3Server> {
  const { default: S3rver } = await import('s3rver');
  const directory = mkdtempSync(path.join(tmpdir(), 'jiangtu-s3-'));
  const at = (port: number) => {
    const server = new S3rver({ address: '127.0.0.1', port, silent: true, directory, configureBuckets: [{ name: BUCKET }] }); // prettier-ignore
    server.middleware.unshift(async (context, next) => {
      if (isSignedBy(ACCOUNT, context)) return next();
      context.status = 403;
      context.body = '<Error><Code>SignatureDoesNotMatch</Code></Error>';
    });
    return server;
  };
  let server = at(0);
  const { port } = await server.run();
  return {
    settings: {
      FILES_S3_ENDPOINT: `http://127.0.0.1:${port}`,
      FILES_S3_BUCKET: BUCKET,
      FILES_S3_REGION: 'us-east-1',
      FILES_S3_ACCESS_KEY_ID: ACCOUNT,
      FILES_S3_SECRET_ACCESS_KEY: ACCOUNT,
    },
    objects: () =>
      readdirSync(path.join(directory, BUCKET)).flatMap(
        (file) => /^(.+)\._S3rver_object$/.exec(file)?.[1] ?? [],
      ),
    stop: () => server.close(),
    start: async () => {
      server = at(port);
      await server.run();
    },
    close: async () => {
      await server.close();
      rmSync(directory, { recursive: true });
    },
  };
}
