/** Of s3rver, which brings no types, what is used here. */
declare module 's3rver' {
  interface Context {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    status: number;
    body: unknown;
  }

  export default class S3rver {
    constructor(options: object);
    readonly middleware: ((context: Context, next: () => Promise<void>) => Promise<void>)[];
    run(): Promise<{ readonly port: number }>;
    close(): Promise<void>;
  }
}
