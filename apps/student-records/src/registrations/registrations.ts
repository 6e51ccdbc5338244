import { aggregate } from '#aggregates';
import { PERSONAL, Registration } from '../domain/registration-states.js';

/** 学籍 in its table. */
export const registrations = aggregate({
  name: 'registration',
  table: 'registrations',
  id: 'registrationId',
  school: 'schoolCode',
  states: Registration,
  personal: PERSONAL,
});
