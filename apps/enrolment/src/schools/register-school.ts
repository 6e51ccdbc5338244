import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { SCHOOL_TYPES } from '#contracts';
import { Problem } from '#runtime';
import type { Actor } from '#security';
import { authorityOf } from '../authorities/authorities.js';
import { mayStandUnder } from '../domain/authority.js';
import { registeredCode } from '../domain/school.js';
import { newSchool } from '../domain/school-change.js';
import { problems } from '../problems.js';
import { SchoolView } from './find-schools.js';
import { regionCode, text, uscc } from './school-fields.js';
import { schools } from './schools.js';

export const registerSchool = command({
  name: 'register-school',
  path: '',
  roles: ['city-officer'],
  sentence: { zh: '登记了院校', en: 'registered the school' },
  body: z.strictObject({
    schoolCode: registeredCode,
    uscc,
    name: text,
    schoolType: z.enum(SCHOOL_TYPES),
    ownership: text,
    authorityCode: text,
    regionCode,
    authorityTier: z.enum(['CITY', 'DISTRICT']),
    inHigherEdSequence: z.boolean(),
  }),
  answers: [201, SchoolView],
  refuses: [problems, 'school-already-registered', 'unknown-authority', 'authority-tier-differs'],
});

/** 院校登记: enters a school into the register; the other services follow it by its state. */
@Injectable()
export class RegisterSchool {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
  ) {}

  /** @throws Problem 409, 422 */
  register(school: BodyOf<typeof registerSchool>, actor: Actor): Promise<SchoolView> {
    return this.commands.run(actor, registerSchool.action, async (tx) => {
      const authority = await authorityOf(tx, school.authorityCode);
      const supervised = mayStandUnder(authority, school.authorityTier);
      if (!supervised.ok) throw new Problem(problems[supervised.code]);
      const options = { actor, unless: 'school_code' };
      const [saved] = await this.transitions.save(tx, schools, registerSchool, [{ after: newSchool(school) }], options); // prettier-ignore
      if (!saved) throw new Problem(problems['school-already-registered']);
      return SchoolView.parse({ ...saved, qualifications: [] });
    });
  }
}
