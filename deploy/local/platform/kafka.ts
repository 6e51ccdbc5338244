import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { portWasTaken } from './last-lines.ts';
import { freePort } from './ports.ts';
import type { Processes } from './processes.ts';

/** What differs from the usual broker. */
export interface KafkaOptions {
  /** further listeners, each advertised at the port of a proxy */
  proxied?: Listener[];
  /** settings, such as its listeners */
  settings?: (ports: { port: number; controller: number }) => Record<string, string>;
  /** further options of `kafka-storage format` */
  formatted?: string[];
  javaOptions?: string[];
}

export interface Listener {
  name: string;
  port: number;
  advertised: number;
}

/**
 * For a broker that lives for minutes: Java's second compiler takes more time in them than it saves. What is measured by the
 * speed of the broker does without.
 */
export const SHORT_LIVED = ['-XX:TieredStopAtLevel=1'];

/**
 * Kafka as one KRaft node, run from its jars.
 * @param servers folder of the jars
 */
export async function startKafka({
  processes,
  java,
  servers,
  proxied = [],
  settings = () => ({}),
  formatted = [],
  javaOptions = [],
}: { processes: Processes; java: string; servers: string } & KafkaOptions): Promise<{ brokers: string[] }> {
  const dir = path.join(processes.dir, 'kafka');
  mkdirSync(dir, { recursive: true });
  const data = path.join(dir, 'data');
  const file = path.join(dir, 'server.properties');
  const classPath = ['-cp', path.join(servers, 'kafka/*')];
  for (let tries = 1; ; tries++) {
    const port = await freePort(19092);
    const controller = await freePort(port + 1);
    const differing = Object.entries(settings({ port, controller })).map(
      ([name, value]) => `${name}=${value}\n`,
    );
    writeFileSync(file, properties({ port, controller, data, proxied }) + differing.join(''));
    if (!existsSync(path.join(data, 'meta.properties')))
      await processes.run('kafka-format', java, {
        args: [
          '-Xmx128m',
          '-XX:TieredStopAtLevel=1',
          logging[0]!,
          ...classPath,
          ...formatting,
          file,
          ...formatted,
        ],
      });
    try {
      await processes.start('kafka', java, {
        args: [
          '-Xms256m',
          '-Xmx512m',
          '-XX:+UseSerialGC',
          ...logging,
          ...javaOptions,
          ...classPath,
          'kafka.Kafka',
          file,
        ],
        readyWhen: 'Kafka Server started',
      });
      return { brokers: [`127.0.0.1:${port}`] };
    } catch (error) {
      if (tries === 3 || !portWasTaken(path.join(processes.dir, 'logs/kafka.log'))) throw error;
    }
  }
}

const logging = [
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
];

const formatting = ['kafka.tools.StorageTool', 'format', '-t', 'JiangtuLocalClusterAAA', '-c'];

function properties({
  port,
  controller,
  data,
  proxied,
}: {
  port: number;
  controller: number;
  data: string;
  proxied: Listener[];
}): string {
  const listeners = (of: 'port' | 'advertised') =>
    proxied.map((each) => `,${each.name}://127.0.0.1:${each[of]}`).join('');
  return `
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controller}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}${listeners('port')}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}${listeners('advertised')}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT${proxied.map(({ name }) => `,${name}:PLAINTEXT`).join('')}
inter.broker.listener.name=PLAINTEXT
log.dirs=${data}
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
broker.session.timeout.ms=4000
broker.heartbeat.interval.ms=500
`;
}
