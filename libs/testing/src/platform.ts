/** Where the servers of this test run listen; set by the global set-up of vitest. */
export interface TestPlatform {
  /** Tells this run from others on the same servers. */
  readonly run: string;
  /** Address of PostgreSQL as a superuser, with some database to connect to. */
  readonly postgresUrl: string;
  readonly kafkaBrokers: string[];
  readonly redisUrl: string;
  readonly issuerUrl: string;
  readonly issuerSecret: string;
}

export function testPlatform(): TestPlatform {
  const addresses = process.env.JIANGTU_TEST_PLATFORM;
  if (!addresses) throw new Error('No platform: integration specs run through `npm test`, which starts one.');
  return { ...JSON.parse(addresses), run: process.env.JIANGTU_TEST_RUN };
}
