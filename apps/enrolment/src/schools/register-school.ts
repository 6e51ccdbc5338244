import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { SCHOOL_TYPES } from '#contracts';
import { dayInChina, parseUscc, regionName } from '#national-codes';
import { Problem, writtenText } from '#runtime';
import type { Actor } from '#security';
import { authorityOf } from '../authorities/authorities.js';
import { mayStandUnder } from '../domain/authority.js';
import { registeredCode } from '../domain/school.js';
import { found } from '../domain/school-change.js';
import { problems } from '../problems.js';
import { SchoolView } from './find-schools.js';
import { schools } from './schools.js';

/** 统一社会信用代码, stored in upper case. */
export const uscc = z.string().transform((text, context) => {
  const parsed = parseUscc(text);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: 'custom', message: parsed.message, params: { code: parsed.code } });
  return z.NEVER;
});

/** A name, or another text of one line. */
export const text = writtenText(100);

/** 所在地: a district or county as it is today. */
export const regionCode = z
  .string()
  .regex(/^\d{6}$/)
  .refine((code) => regionName(code, dayInChina(new Date())) !== undefined, {
    params: { code: 'region-unknown' },
    message: 'is no code of a region in force (GB/T 2260)',
  });

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
      const fresh = {
        formerNames: [],
        nameKeys: [],
        levelExemptions: [],
        status: 'ACTIVE' as const,
        version: 1,
      };
      const after = found({ ...school, ...fresh });
      const options = { actor, unless: 'school_code' };
      const [saved] = await this.transitions.save(tx, schools, registerSchool, [{ after }], options);
      if (!saved) throw new Problem(problems['school-already-registered']);
      return SchoolView.parse({ ...saved, qualifications: [] });
    });
  }
}
