import { readFileSync } from 'node:fs';
import { readSettings, settingsSchema } from './settings.js';
import { settingsPage } from './settings-page.js';

const key = Buffer.alloc(32, 7).toString('base64');
const complete = {
  DATABASE_URL: 'postgres://enrolment:secret@127.0.0.1:5432/enrolment',
  KAFKA_BROKERS: '127.0.0.1:9092,127.0.0.1:9093',
  OIDC_ISSUER: 'http://127.0.0.1:4100',
  SEALING_KEYS: JSON.stringify({ current: 'k1', keys: { k1: key }, index: key }),
  TOPIC_KEYS: JSON.stringify({ 'student-records.graduations.v1': { current: 't1', keys: { t1: key } } }),
};
const complaintAbout = (environment: Record<string, string | undefined>): string => {
  try {
    readSettings({ ...complete, ...environment });
  } catch (error) {
    return (error as Error).message;
  }
  return 'no complaint';
};

describe('settings', () => {
  it('are read from text, with defaults for what is not set', () => {
    expect(readSettings(complete)).toMatchObject({
      PORT: 0,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      KAFKA_BROKERS: ['127.0.0.1:9092', '127.0.0.1:9093'],
      OIDC_AUDIENCE: 'jiangtu',
      SEALING_KEYS: { current: 'k1', index: Buffer.alloc(32, 7) },
    });
  });

  it('that are wrong are all named, one line each', () => {
    const complaint = complaintAbout({ PORT: 'http', DATABASE_URL: '', OIDC_ISSUER: 'nowhere' });
    expect(complaint.split('\n')).toEqual([
      'The settings are wrong:',
      '  PORT: must be a number',
      expect.stringMatching(/^ {2}DATABASE_URL is not set: /),
      '  OIDC_ISSUER: must be an http or https address',
    ]);
  });

  it.each([
    ['DATABASE_URL', 'mysql://root:hunter2@db/x'],
    ['KAFKA_BROKERS', 'hunter2'],
    ['LOG_LEVEL', 'hunter2'],
    ['HTTP_TRUSTED_PROXIES', '10.0.0.0/8, hunter2'],
    ['SEALING_KEYS', 'hunter2'],
    ['SEALING_KEYS', '{"current":"hunter2","keys":{},"index":"hunter2"}'],
    ['SEALING_KEYS', `{"current":"k1","keys":{"k1":"${key}"},"hunter2":1,"index":"${key}"}`],
    ['TOPIC_KEYS', '{"students":{"current":"t1","keys":{"t1":"hunter2"}}}'],
  ])('%s is never repeated when it is wrong (%s)', (name, value) => {
    const complaint = complaintAbout({ [name]: value });
    expect(complaint).toContain(`  ${name}: `);
    expect(complaint).not.toContain('hunter2');
  });

  it('refuses a ring of keys that does not hold its current key', () => {
    const ring = JSON.stringify({ current: 'k2', keys: { k1: key }, index: key });
    expect(complaintAbout({ SEALING_KEYS: ring })).toContain('current names a key that is not in keys');
  });

  it.each([
    [{ FILES_S3_ENDPOINT: 'https://s3.data' }, 'FILES_S3_BUCKET is not set: FILES_S3_ENDPOINT needs '],
    [{ FILES_S3_BUCKET: 'jiangtu' }, 'FILES_S3_BUCKET has no use without FILES_S3_ENDPOINT'],
    [{ KAFKA_SECURITY_PROTOCOL: 'TLS' }, 'KAFKA_SECURITY_PROTOCOL: must be one of PLAINTEXT, SSL, '],
    [
      { KAFKA_SECURITY_PROTOCOL: 'SASL_SSL' },
      'KAFKA_SASL_MECHANISM is not set: KAFKA_SECURITY_PROTOCOL=SASL_SSL',
    ],
    [
      { KAFKA_SASL_PASSWORD: 'hunter2' },
      'KAFKA_SASL_PASSWORD has no use with KAFKA_SECURITY_PROTOCOL=PLAINTEXT',
    ],
    [
      { KAFKA_SSL_CA_LOCATION: 'package.json' },
      'KAFKA_SSL_CA_LOCATION has no use with KAFKA_SECURITY_PROTOCOL=',
    ],
    [
      { KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_SSL_CERTIFICATE_LOCATION: 'package.json' },
      'KAFKA_SSL_KEY_LOCATION is not set: a certificate and its key are set together',
    ],
    [
      { KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_SSL_CA_LOCATION: '/nowhere/ca.pem' },
      'KAFKA_SSL_CA_LOCATION: must be the path of a file that this process may read',
    ],
  ])('of Kafka that do not fit together are refused, with what to set: %j', (settings, complaint) => {
    expect(complaintAbout(settings)).toContain(`  ${complaint}`);
    expect(complaintAbout(settings)).not.toContain('hunter2');
  });

  it('stand on one page, each with its default and its meaning', () => {
    expect(settingsPage()).toContain('| `DATABASE_URL` | required | ');
    expect(settingsPage()).toContain('| `OIDC_AUDIENCE` | `jiangtu` | ');
    expect(settingsPage()).not.toContain('undefined');
  });
});

it('docs/settings.md is current: `npm run docs` writes it', () => {
  expect(readFileSync('docs/settings.md', 'utf8')).toBe(settingsPage());
});

it('deploy/kubernetes/files/settings.json is current: `npm run docs` writes it', () => {
  expect(JSON.parse(readFileSync('deploy/kubernetes/files/settings.json', 'utf8'))).toEqual(
    Object.keys(settingsSchema.shape),
  );
});
