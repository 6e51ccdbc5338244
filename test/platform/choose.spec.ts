import { choosePlatform } from '../../deploy/local/platform/choose.ts';

const engine = { answers: () => true, lackedImage: (): string | undefined => undefined };
const offline = { ...engine, lackedImage: () => 'redis:7: no such host' };
const unwanted = () => {
  throw new Error('asked for nothing');
};
const none = { ...engine, answers: () => false };

describe('where the servers come from', () => {
  it('is Docker where an engine answers', () => {
    expect(choosePlatform({}, engine)).toBe('docker');
  });

  it('is this machine where no engine answers', () => {
    expect(choosePlatform({}, none)).toBe('native');
  });

  it('is this machine where the engine lacks an image, and a sentence says so', () => {
    const said: string[] = [];
    expect(choosePlatform({}, offline, (text: string) => said.push(text))).toBe('native');
    expect(said).toEqual([expect.stringContaining('redis:7: no such host')]);
  });

  it('is this machine on demand, and no engine is asked', () => {
    expect(choosePlatform({ JIANGTU_PLATFORM: 'native' }, { ...engine, answers: unwanted })).toBe('native');
  });

  it('stays Docker on demand: what hinders it is an error', () => {
    const demand = { JIANGTU_PLATFORM: 'docker' };
    expect(() => choosePlatform(demand, none)).toThrow('no Docker engine');
    expect(() => choosePlatform(demand, offline)).toThrow('redis:7: no such host');
  });

  it('is where the addresses point to, if they name all three', () => {
    const two = { JIANGTU_POSTGRES_URL: 'postgres://127.0.0.1', JIANGTU_KAFKA_BROKERS: '127.0.0.1:9092' };
    expect(choosePlatform({ ...two, JIANGTU_REDIS_URL: 'redis://127.0.0.1' }, none)).toBe('given');
    expect(() => choosePlatform(two, none)).toThrow('JIANGTU_REDIS_URL');
  });
});
