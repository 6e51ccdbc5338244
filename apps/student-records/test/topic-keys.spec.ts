import { randomBytes } from 'node:crypto';
import { toRecord } from '#messaging';
import { TopicSealer } from '#security';
import { eventually, startTestService, type TestService } from '#testing';
import { AppModule } from '../src/app.module.js';
import { migrations } from '../src/migrations/index.js';
import { checkedIn, somebody } from './check-ins.js';

const APPLICATIONS = 'enrolment.applications.v1';
const keys = { t1: randomBytes(32), t2: randomBytes(32), gone: randomBytes(32) };
type KeyId = keyof typeof keys;
const ring = (current: KeyId, known: KeyId[]) => ({
  current,
  keys: Object.fromEntries(known.map((id) => [id, keys[id]])),
});
const inSettings = ({ current, keys: bytes }: ReturnType<typeof ring>) => ({
  current,
  keys: Object.fromEntries(Object.entries(bytes).map(([id, each]) => [id, each.toString('base64')])),
});

describe('The rotation of the keys of a topic', () => {
  let service: TestService;
  beforeAll(async () => {
    const TOPIC_KEYS = JSON.stringify({
      [APPLICATIONS]: inSettings(ring('t2', ['t1', 't2'])),
      'student-records.graduations.v1': inSettings(ring('t1', ['t1'])),
    });
    service = await startTestService({
      name: 'student-records',
      module: AppModule,
      migrations,
      settings: { TOPIC_KEYS },
    });
  });
  afterAll(() => service?.close());

  /** A check-in, sealed by a key of the topic; answers its application. */
  async function receivedUnder(current: KeyId): Promise<string> {
    const sealer = new TopicSealer({ TOPIC_KEYS: { [APPLICATIONS]: ring(current, [current]) } });
    const event = checkedIn({ person: somebody() });
    const { topic, key, headers, payload } = await toRecord(event, { source: 'test' }, sealer);
    await service.send([{ topic, key, headers, value: payload }]);
    return event.data.applicationId;
  }

  it('leaves records under the older key open as long as it is in the ring, beside those under the newer', async () => {
    for (const current of ['t1', 't2'] as const) {
      const applicationId = await receivedUnder(current);
      await eventually(`the registration of who was sealed by ${current}`, async () =>
        expect(
          await service.query('select 1 from registrations where application_id = $1', [applicationId]),
        ).toHaveLength(1),
      );
    }
  });

  it('parks a record whose key is no longer there, still sealed', async () => {
    const applicationId = await receivedUnder('gone');
    const [letter] = await eventually('the dead letter', async () => {
      const letters = await service.query('select reason, payload from dead_letters where key = $1', [
        applicationId,
      ]);
      expect(letters).toHaveLength(1);
      return letters;
    });
    expect(JSON.parse(String(letter.payload)).person).toMatch(/^eyJ/);
  });
});
