import { globSync, readFileSync } from 'node:fs';

/** What runs in production: not the specs, not what only tests use, not what writes documents of the repository. */
const sources = globSync('{apps,libs}/*/src/**/*.ts').filter(
  (file) => !/\.spec\.ts$|^libs\/testing\/|\/documents\/|\/write-(settings|topics)\.ts$/.test(file),
);
const foundIn = (pattern: RegExp) => sources.filter((file) => pattern.test(readFileSync(file, 'utf8')));

describe('A service', () => {
  it.each([
    ['starts no other program', /node:child_process|node:cluster/, `from 'node:child_process'`],
    ['runs no text as code', /(?<![.\w])eval\(|\bnew Function\(|node:vm\b/, 'eval(text)'],
    ['trusts no certificate unseen', /rejectUnauthorized|TLS_REJECT/, '{ rejectUnauthorized: false }'],
    ['takes no random number that can be guessed', /Math\.random\(/, 'Math.random()'],
  ])('%s', (_, pattern, example) => {
    expect(sources.length).toBeGreaterThan(300);
    expect(example).toMatch(pattern);
    expect(foundIn(pattern)).toEqual([]);
  });

  it('reads no file but a table of data of its own and those of certificates that its settings name, and writes none', () => {
    expect(foundIn(/node:fs\b/).toSorted()).toEqual([
      'libs/messaging/src/kafka-connection.ts',
      'libs/national-codes/src/regions.ts',
      'libs/runtime/src/kafka-settings.ts',
    ]);
    expect(foundIn(/writeFile|appendFile|WriteStream/)).toEqual([]);
  });

  it('sends requests of its own to the issuer and the store of files only', () => {
    expect(foundIn(/(?<![.\w])fetch\(/).toSorted()).toEqual([
      'libs/files/src/stores/s3-client.ts',
      'libs/security/src/token-verifier.ts',
    ]);
  });
});
