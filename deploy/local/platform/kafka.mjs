import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { portWasTaken } from './last-lines.mjs';
import { freePort } from './ports.mjs';

/**
 * For a broker that lives for minutes: Java's second compiler takes more time in them than it saves. What is measured by the
 * speed of the broker does without.
 */
export const SHORT_LIVED = ['-XX:TieredStopAtLevel=1'];

/**
 * Kafka as one KRaft node, run from its jars.
 * @param {object} options
 * @param {object} options.processes
 * @param {string} options.java
 * @param {string} options.servers
 * @param {{ name: string, port: number, advertised: number }[]} [options.doors] further listeners, each advertised at
 *   another port than its own, as behind a proxy
 * @param {(ports: { port: number, controller: number }) => Record<string, string>} [options.settings] what differs from
 *   the usual broker, such as its listeners
 * @param {string[]} [options.formatted] further options of `kafka-storage format`
 * @param {string[]} [options.javaOptions]
 */
export async function startKafka({
  processes,
  java,
  servers,
  doors = [],
  settings = () => ({}),
  formatted = [],
  javaOptions = [],
}) {
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
    writeFileSync(file, properties({ port, controller, data, doors }) + differing.join(''));
    if (!existsSync(path.join(data, 'meta.properties')))
      await processes.run('kafka-format', java, {
        args: [
          '-Xmx128m',
          '-XX:TieredStopAtLevel=1',
          logging[0],
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

function properties({ port, controller, data, doors }) {
  const listeners = (of) => doors.map((door) => `,${door.name}://127.0.0.1:${door[of]}`).join('');
  return `
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controller}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}${listeners('port')}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}${listeners('advertised')}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT${doors.map(({ name }) => `,${name}:PLAINTEXT`).join('')}
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
