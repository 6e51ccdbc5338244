import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Commands } from '#commands';
import { SCHOOL_TYPES, SchoolState, schoolCode } from '#contracts';
import type { Transaction } from '#database';
import { eventOf, Outbox } from '#messaging';
import { Problem } from '#runtime';
import type { Actor } from '#security';
import { actions } from '../actions.js';
import { problems } from '../problems.js';
import { type SchoolRow, schoolState, type SchoolView, schoolView, uscc } from './school-row.js';

/** A school's code as the register takes it. */
export const registeredCode = schoolCode.regex(/^[0-9A-Z]+$/);
const text = z.string().trim().min(1).max(100);

export const NewSchool = z.strictObject({
  schoolCode: registeredCode,
  uscc,
  name: text,
  schoolType: z.enum(SCHOOL_TYPES),
  ownership: text,
  authorityCode: text,
  regionCode: z.string().regex(/^\d{6}$/),
  authorityTier: z.enum(['CITY', 'DISTRICT']),
  inHigherEdSequence: z.boolean(),
});
export type NewSchool = z.infer<typeof NewSchool>;

/** Enters a school into the register (院校登记) and tells the other services of it. */
@Injectable()
export class RegisterSchool {
  constructor(
    private readonly commands: Commands,
    private readonly outbox: Outbox,
  ) {}

  run(school: NewSchool, actor: Actor): Promise<SchoolView> {
    return this.commands.run(actor, actions['register-school'], async (tx) => {
      const row = await insertSchool(tx, school);
      if (!row) throw alreadyRegistered();
      const data = schoolState(row, []);
      await this.outbox.publish(tx, [eventOf(SchoolState, { data, version: row.version })]);
      tx.changed({ aggregate: 'school', id: row.school_code, schoolCode: row.school_code, to: row.version });
      return schoolView(row, []);
    });
  }
}

async function insertSchool(tx: Transaction, school: NewSchool): Promise<SchoolRow | undefined> {
  const [row] = await tx.query<SchoolRow>(
    `insert into schools (school_code, uscc, name, school_type, ownership, authority_code, region_code,
       authority_tier, in_higher_ed_sequence, status, version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'ACTIVE', 1)
     on conflict do nothing returning *`,
    [school.schoolCode, school.uscc, school.name, school.schoolType, school.ownership, school.authorityCode,
      school.regionCode, school.authorityTier, school.inHigherEdSequence], // prettier-ignore
  );
  return row;
}

const alreadyRegistered = () => new Problem(problems['school-already-registered']);
