import { Injectable } from '@nestjs/common';
import { replayed, Republishers } from '#reconciliation';
import { Sealer } from '#security';
import { applications } from './applications/applications.js';
import { checkInApplicants } from './applications/check-in-applicants.js';
import { calendars } from './calendar/calendars.js';
import { catalogueMajors } from './catalogue/catalogue.js';
import { offerings } from './offerings/offerings.js';
import { planLines } from './plans/plan-lines.js';
import { schools } from './schools/schools.js';

/** What an operator can have replayed: the states, and the check-ins that wait for their registration. */
@Injectable()
export class Replays {
  constructor(republishers: Republishers, sealer: Sealer) {
    republishers.register(
      ...replayed(schools, []),
      ...replayed(catalogueMajors, []),
      ...replayed(offerings, []),
      ...replayed(planLines, []),
      ...replayed(calendars, []),
      ...replayed(applications, [checkInApplicants], { sealer }),
    );
  }
}
