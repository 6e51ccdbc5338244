// Budget: 30 s: 350 applications of nine schools go through a season.
import { apiOf } from '../../deploy/local/cohort/api.ts';
import { loadCity } from '../../deploy/local/cohort/load-city.ts';
import { offerFreeSeats } from '../../apps/enrolment/src/applications/waitlist.js';
import { startEnrolment } from '../../apps/enrolment/test/recruiting.js';
import { runJob, type TestService, tokenFor } from '#testing';
import { compare } from './differences.ts';
import { SeasonPlay } from './play.ts';
import { inventSeason } from './season.ts';

let service: TestService;
beforeAll(async () => {
  service = await startEnrolment();
});
afterAll(() => service?.close());

it('a season of a city comes to what a list and a pencil say, to the last application and seat', async () => {
  const api = apiOf({ endpoints: { services: { enrolment: { url: service.url } } }, tokenFor });
  const season = inventSeason({ seed: 3, scale: 0.01, year: 2026 });
  await loadCity(api, season.city, { progress: () => {} });
  const play = new SeasonPlay(api, season, {
    step: async (_, work) => void (await work()),
    offered: () => runJob(service, offerFreeSeats, {}),
  });
  await play.play();
  const { states, differences } = await compare(api, season, play);
  expect(differences).toEqual([]);
  expect(Object.keys(states)).toEqual([
    'CHECKED_IN',
    'DECLINED',
    'NO_SHOW',
    'SUBMITTED',
    'WAITLISTED',
    'WITHDRAWN',
  ]);
});
