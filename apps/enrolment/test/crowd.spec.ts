// Budget: 40 s: 200 people at once, for 50 seats, in several waves.
import { type HttpCaller, runJob, type TestService } from '#testing';
import { settleAdmissions } from '../src/applications/settle-admissions.js';
import { offerFreeSeats } from '../src/applications/waitlist.js';
import { allOf, applied, patiently, recruitingSchool, startEnrolment } from './recruiting.js';

const because = { reason: '本人申请' };
const every = (n: number, at: number) => (_: unknown, index: number) => index % n === at;

describe('200 applicants for 50 seats', () => {
  let service: TestService;
  let offeringId: string;
  let ids: string[];
  let school: HttpCaller;

  beforeAll(async () => {
    service = await startEnrolment();
    ({ offeringId } = await recruitingSchool(service, 'S001', 50));
    school = service.as('school-admissions', 'S001');
    ids = await allOf(200, () => applied(service, 'S001', offeringId));
  }, 120_000);
  afterAll(() => service?.close());

  /** A deadlock, or a seat too many that the table refuses, would be a 500. */
  async function batch(path: string, applicationIds: string[], more: object = {}, caller = school) {
    if (applicationIds.length === 0) return;
    const { status, body } = await patiently(caller, `/applications/batch-${path}`, {
      applicationIds,
      ...more,
    });
    expect({ path, status, body }).toMatchObject({ status: 200 });
  }
  async function admit(id: string): Promise<boolean> {
    const { status, body } = await patiently(school, `/applications/${id}/admit`);
    expect({ body, status: status === 200 || status === 409 }).toMatchObject({ status: true });
    return status === 200;
  }
  const inState = async (state: string) =>
    (await service.query<{ id: string }>('select application_id as id from applications where state = $1 order by 1', [state])).map(({ id }) => id); // prettier-ignore
  const line = async () => (await school.get('/plans/usage')).body.items[0];
  /** Two do the same job at the same moment, one of them hours late. */
  const twice = (kind: typeof offerFreeSeats) =>
    Promise.all([runJob(service, kind, {}), runJob(service, kind, {}, new Date(Date.now() - 7_200_000))]);

  it('get exactly 50 of them, while some decline, withdraw and wait and offers are made', async () => {
    const steps = ids.map(async (id, at) => {
      if (at % 20 === 7) await batch('withdraw', [id], because);
      else if (await admit(id)) {
        if (at % 3 === 0) await batch('decline', [id], because);
      } else await batch('waitlist', [id]);
    });
    await Promise.all([...steps, twice(offerFreeSeats), twice(offerFreeSeats)]);
    let wasOffered = false;
    for (let wave = 0; wave < 20; wave++) {
      await Promise.all((await inState('SUBMITTED')).map(admit));
      await batch('waitlist', await inState('SUBMITTED'));
      const leaving = wave < 2 ? (await inState('ADMITTED')).filter(every(5, 0)) : [];
      await Promise.all([twice(offerFreeSeats), ...leaving.map((id) => batch('decline', [id], because))]);
      await twice(offerFreeSeats);
      const offered = await inState('OFFERED');
      if (offered.length === 0 && (await line()).free === 0) break;
      wasOffered ||= offered.length > 0;
      // One batch takes them, in the other order another lets some go, and jobs look for the next at that moment.
      const going = wave < 3 ? offered.filter(every(5, 0)) : [];
      await Promise.all([
        batch('admit', offered.toReversed()),
        batch('decline', going, because),
        ...going.map((id) => batch('cancel', [id], because, service.as('city-officer'))),
        twice(offerFreeSeats),
      ]);
    }
    expect(wasOffered).toBe(true);
    expect(await line()).toMatchObject({ planned: 50, reserved: 50, used: 0, free: 0 });
    expect(await inState('ADMITTED')).toHaveLength(50);
    expect(await service.query('select from live_admissions')).toHaveLength(50);
  }, 120_000);

  it('are all accounted for: admitted, waiting by a rank of their own, or gone as somebody said', async () => {
    const counts = await service.query(
      'select state, count(*)::int, count(distinct waitlist_rank)::int as ranks from applications group by state',
    );
    const of = new Map(counts.map((each) => [each.state, each]));
    expect([...of.keys()].filter((state) => !['ADMITTED', 'WAITLISTED', 'DECLINED', 'WITHDRAWN', 'CANCELLED'].includes(state))).toEqual([]); // prettier-ignore
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(200);
    expect(of.get('WAITLISTED').ranks).toBe(of.get('WAITLISTED').count);
  });

  it('lose their seats when time is over, once, though two end it late while schools let others go', async () => {
    const declined = (await inState('ADMITTED')).filter(every(5, 0));
    await batch('decline', declined, because);
    await twice(offerFreeSeats);
    const offered = await inState('OFFERED');
    expect(offered).toHaveLength(10);
    // Days go by: the offers lapse, and the season is over.
    await service.query(`update applications set offer_ends_on = '2026-01-01' where state = 'OFFERED'`);
    await service.as('city-officer').post('/calendars', { year: 2026, season: 'AUTUMN' });
    const admitted = await inState('ADMITTED');
    await Promise.all([
      twice(settleAdmissions),
      ...admitted.filter(every(4, 0)).map((id) => batch('decline', [id], because)),
      batch('cancel', [...offered, ...admitted].toReversed(), because, service.as('city-officer')),
      twice(offerFreeSeats),
    ]);
    expect(await line()).toMatchObject({ reserved: 0, used: 0, free: 50 });
    expect(await service.query('select from live_admissions')).toEqual([]);
    expect([...(await inState('OFFERED')), ...(await inState('ADMITTED'))]).toEqual([]);
    const failed = await service.query('select kind, state, failures, error from jobs where failures > 0');
    expect(failed).toEqual([]);
  }, 120_000);
});
