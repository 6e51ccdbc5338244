/** Where the servers of this test run listen; set by jest's global set-up. */
export interface TestPlatform {
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
  return JSON.parse(addresses) as TestPlatform;
}
