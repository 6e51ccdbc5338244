import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  Kafka,
  logLevel,
  ResourcePatternTypes,
} from 'kafkajs';
import { ensureServers, findJava } from '../../deploy/local/platform/java-servers.ts';
import { SHORT_LIVED, startKafka } from '../../deploy/local/platform/kafka.ts';
import { freePort } from '../../deploy/local/platform/ports.ts';
import { Processes } from '../../deploy/local/platform/processes.ts';
import type { Right } from '#messaging';
import { Authority } from './certificates.js';

/** What the broker allowed or refused: `student-records Write Topic:LITERAL:safe.x`. */
export interface Verdicts {
  readonly allowed: Set<string>;
  readonly denied: Set<string>;
}

export const passwordOf = (user: string) => `password-of-${user}`;

/**
 * A Kafka that lets nobody in without a password (SCRAM over TLS) or a certificate (mTLS), and allows nobody but its admin
 * anything that no entry says.
 */
export class SecuredKafka {
  private constructor(
    readonly dir: string,
    readonly processes: Processes,
    readonly authority: Authority,
    private readonly ports: { mtls: string; scram: number },
  ) {}

  static async start(dir: string, users: string[]): Promise<SecuredKafka> {
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir, { recursive: true });
    const folder = path.resolve(dir);
    const processes = new Processes(folder);
    await processes.takeOver();
    const authority = new Authority(folder);
    const { both } = authority.certify('admin');
    const scram = await freePort(21_092);
    const { brokers } = await startKafka({
      processes,
      java: findJava(),
      servers: ensureServers(),
      settings: ({ port, controller }) => brokerSettings({ port, controller, scram, both, ca: authority.ca }),
      formatted: users.flatMap((user) => [
        '--add-scram',
        `SCRAM-SHA-512=[name=${user},password=${passwordOf(user)}]`,
      ]),
      javaOptions: [...SHORT_LIVED, '-Dorg.slf4j.simpleLogger.log.kafka.authorizer.logger=debug'],
    });
    return new SecuredKafka(folder, processes, authority, { mtls: brokers[0]!, scram });
  }

  /** Settings of a service that comes with its password. */
  withPassword(user: string): Record<string, string> {
    return {
      KAFKA_BROKERS: `127.0.0.1:${this.ports.scram}`,
      KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
      KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
      KAFKA_SASL_USERNAME: user,
      KAFKA_SASL_PASSWORD: passwordOf(user),
      KAFKA_SSL_CA_LOCATION: this.authority.ca,
    };
  }

  /** Settings of a service that comes with its certificate. */
  withCertificate(user: string): Record<string, string> {
    const { certificate, key } = this.authority.certify(user);
    return {
      KAFKA_BROKERS: this.ports.mtls,
      KAFKA_SECURITY_PROTOCOL: 'SSL',
      KAFKA_SSL_CA_LOCATION: this.authority.ca,
      KAFKA_SSL_CERTIFICATE_LOCATION: certificate,
      KAFKA_SSL_KEY_LOCATION: key,
    };
  }

  /** Allows a user exactly this, as Strimzi would of the same entries. */
  async allow(user: string, prefix: string, rights: Right[]): Promise<void> {
    const [ca, cert, key] = [
      this.authority.ca,
      ...['pem', 'key'].map((end) => path.join(this.dir, `admin.${end}`)),
    ];
    const ssl = { ca: readFileSync(ca), cert: readFileSync(cert!), key: readFileSync(key!) };
    const kafka = new Kafka({ brokers: [this.ports.mtls], ssl, logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    await admin.connect();
    const entries = rights.flatMap(({ resource: { type, name, patternType }, operations }) =>
      operations.map((operation) => ({
        resourceType: AclResourceTypes[RESOURCES[type]],
        resourceName: prefix + name,
        resourcePatternType: ResourcePatternTypes[patternType === 'prefix' ? 'PREFIXED' : 'LITERAL'],
        principal: `User:${user}`,
        host: '*',
        operation: AclOperationTypes[OPERATIONS[operation]],
        permissionType: AclPermissionTypes.ALLOW,
      })),
    );
    await admin.createAcls({ acl: entries });
    await admin.disconnect();
  }

  verdicts(): Verdicts {
    const verdicts: Verdicts = { allowed: new Set(), denied: new Set() };
    const log = readFileSync(path.join(this.dir, 'logs/kafka.log'), 'utf8');
    for (const [, user, verdict, operation, resource] of log.matchAll(VERDICT))
      verdicts[verdict === 'Allowed' ? 'allowed' : 'denied'].add(`${user} ${operation} ${resource}`);
    return verdicts;
  }

  stop(): Promise<void> {
    return this.processes.stopAll();
  }
}

const VERDICT =
  /Principal = User:(\S+) is (Allowed|Denied) operation = (\w+) from host = \S+ on resource = (\S+) /g;

const RESOURCES = { topic: 'TOPIC', group: 'GROUP', transactionalId: 'TRANSACTIONAL_ID' } as const;
const OPERATIONS = {
  Read: 'READ',
  Write: 'WRITE',
  Describe: 'DESCRIBE',
  Create: 'CREATE',
  Alter: 'ALTER',
  AlterConfigs: 'ALTER_CONFIGS',
  DescribeConfigs: 'DESCRIBE_CONFIGS',
  Delete: 'DELETE',
} as const;

function brokerSettings(of: { port: number; controller: number; scram: number; both: string; ca: string }) {
  const [mtls, scram] = [`MTLS://127.0.0.1:${of.port}`, `SCRAM://127.0.0.1:${of.scram}`];
  return {
    listeners: `${mtls},${scram},CONTROLLER://127.0.0.1:${of.controller}`,
    'advertised.listeners': `${mtls},${scram}`,
    'listener.security.protocol.map': 'MTLS:SSL,CONTROLLER:SSL,SCRAM:SASL_SSL',
    'inter.broker.listener.name': 'MTLS',
    'ssl.client.auth': 'required',
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': of.both,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': of.ca,
    'ssl.principal.mapping.rules': 'RULE:^CN=(.*?)$/$1/',
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'listener.name.scram.scram-sha-512.sasl.jaas.config':
      'org.apache.kafka.common.security.scram.ScramLoginModule required;',
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': 'User:admin',
  };
}
