/** A PostgreSQL server as its superuser sees it. */
export interface PostgresAddress {
  host: string;
  port: number;
  user: string;
  password: string;
  /** The address of a database, for the superuser unless another is named. */
  url(of: { database: string; user?: string; password?: string }): string;
}

/** A PostgreSQL server by the URL of its superuser. */
export function postgresAt(superuser: string | URL): PostgresAddress {
  const address = new URL(superuser);
  const own = {
    user: decodeURIComponent(address.username),
    password: decodeURIComponent(address.password),
  };
  return {
    host: address.hostname,
    port: Number(address.port || 5432),
    ...own,
    url({ database, ...other }) {
      const url = new URL(superuser);
      const { user, password } = { ...own, ...other };
      url.username = encodeURIComponent(user);
      url.password = encodeURIComponent(password);
      url.pathname = `/${database}`;
      return url.href;
    },
  };
}
