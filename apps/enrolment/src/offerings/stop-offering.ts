import { transition } from '#aggregates';
import { stop } from '../domain/offering.js';
import { wrongState } from '../domain/refusals.js';
import { offerings } from './offerings.js';

/** 停招: nobody is admitted to the offering any more; who is in it goes on (teach-out). */
export const stopOffering = transition(offerings, {
  name: 'stop-offering',
  path: ':offeringId/stop',
  roles: ['city-officer'],
  sentence: { zh: '停止了专业点招生', en: 'stopped the offering' },
  input: {},
  refuses: wrongState,
  decide: stop,
});
