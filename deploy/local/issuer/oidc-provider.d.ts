/** Of oidc-provider, which brings no types, what is used here. */
declare module 'oidc-provider' {
  import type { Server } from 'node:http';

  export default class Provider {
    constructor(url: string, configuration: object);
    on(event: 'server_error', listener: (context: unknown, error: unknown) => void): this;
    listen(port: number, host: string | undefined, listening: () => void): Server;
  }
}
