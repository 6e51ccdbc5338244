import { readFileSync } from 'node:fs';
import net from 'node:net';
import tls from 'node:tls';
import type { ISocketFactory, KafkaConfig, SASLOptions } from 'kafkajs';
import type { KafkaSettings } from '#runtime';

/** Where Kafka is and how one gets in: what every client of it is made of. In the clear where `security` is not given. */
export interface KafkaConnection {
  readonly brokers: string[];
  readonly security?: KafkaSecurity;
}

export interface KafkaSecurity {
  readonly sasl?: {
    mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
    username: string;
    password: string;
  };
  /** Paths of PEM files, read again at each connection: what renews certificates replaces them under running processes. */
  readonly tls?: { ca?: string; certificate?: string; key?: string };
}

/** @param settings fit together, as those of `readSettings` do */
export function kafkaConnection(settings: KafkaSettings): KafkaConnection {
  const { KAFKA_BROKERS: brokers, KAFKA_SECURITY_PROTOCOL: protocol } = settings;
  if (protocol === 'PLAINTEXT') return { brokers };
  const sasl = protocol.startsWith('SASL') && {
    mechanism: settings.KAFKA_SASL_MECHANISM!,
    username: settings.KAFKA_SASL_USERNAME!,
    password: settings.KAFKA_SASL_PASSWORD!,
  };
  const files = protocol.endsWith('SSL') && {
    ca: settings.KAFKA_SSL_CA_LOCATION,
    certificate: settings.KAFKA_SSL_CERTIFICATE_LOCATION,
    key: settings.KAFKA_SSL_KEY_LOCATION,
  };
  return { brokers, security: { ...(sasl && { sasl }), ...(files && { tls: files }) } };
}

/** What kafkajs makes a client of. */
export function kafkajsConfig({ brokers, security }: KafkaConnection): KafkaConfig {
  return {
    brokers,
    // A copy for each client, since kafkajs keeps its authenticator in it; its types want the mechanism in small letters.
    ...(security?.sasl && { sasl: { ...security.sasl } as unknown as SASLOptions }),
    ...(security?.tls && { ssl: true, socketFactory: tlsSockets(security.tls) }),
  };
}

const read = (path?: string) => (path === undefined ? undefined : readFileSync(path));

const KEEP_ALIVE_AFTER_MS = 60_000;

/** As kafkajs's own, but for the files. What cannot be read is a connection that failed. */
function tlsSockets(files: NonNullable<KafkaSecurity['tls']>): ISocketFactory {
  return ({ host, port, onConnect }) => {
    const socket = tls.connect(
      {
        host,
        port,
        ...(net.isIP(host) === 0 && { servername: host }),
        ca: read(files.ca),
        cert: read(files.certificate),
        key: read(files.key),
      },
      onConnect,
    );
    return socket.setKeepAlive(true, KEEP_ALIVE_AFTER_MS);
  };
}
