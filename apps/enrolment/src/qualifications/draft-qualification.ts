import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Commands } from '#commands';
import { LEVELS, StudyMode, day, schoolCode } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import type { Actor } from '#security';
import { actions } from '../actions.js';
import { mayRun } from '../domain/level-rules.js';
import { refusalProblem } from '../refusal-problem.js';
import { changeOfQualification, lockSchool, publishSchool } from './change-qualification.js';
import { type QualificationRow, type QualificationView, qualificationView } from './qualification-row.js';

const distinct = <Code extends z.ZodType>(code: Code) =>
  z.array(code).min(1).transform((codes) => [...new Set(codes)]); // prettier-ignore

export const NewQualification = z
  .strictObject({
    schoolCode,
    validFrom: day,
    validTo: day,
    levels: distinct(z.enum(LEVELS)),
    modes: distinct(StudyMode),
    outOfCityAllowed: z.boolean(),
    reason: z.string().trim().min(1).max(500),
    publicationNo: z.string().trim().min(1).max(100),
  })
  .refine(({ validFrom, validTo }) => validFrom <= validTo, {
    path: ['validTo'],
    params: { code: 'ends-before-start' },
    message: 'validTo is before validFrom',
  });
export type NewQualification = z.infer<typeof NewQualification>;

/** Drafts a qualification (招生资质). It counts for nothing until it is published. */
@Injectable()
export class DraftQualification {
  constructor(
    private readonly commands: Commands,
    private readonly outbox: Outbox,
  ) {}

  run(qualification: NewQualification, actor: Actor): Promise<QualificationView> {
    return this.commands.run(actor, actions['draft-qualification'], async (tx) => {
      const school = await lockSchool(tx, qualification.schoolCode);
      if (!school) throw refusalProblem('unknown-school');
      if (!qualification.levels.every((level) => mayRun(school.school_type, level)))
        throw refusalProblem('level-above-school-type');
      const row = await insertDraft(tx, qualification, actor);
      await publishSchool(tx, this.outbox, qualification.schoolCode);
      tx.changed(changeOfQualification(row));
      return qualificationView(row);
    });
  }
}

async function insertDraft(
  tx: Transaction,
  qualification: NewQualification,
  { subject }: Actor,
): Promise<QualificationRow> {
  const { validFrom, validTo, levels, modes, outOfCityAllowed, reason, publicationNo } = qualification;
  const [row] = await tx.query<QualificationRow>(
    `insert into qualifications (qualification_id, school_code, state, valid_from, valid_to, levels, modes,
       out_of_city_allowed, reason, publication_no, drafted_by, version)
     values ($1, $2, 'DRAFT', $3, $4, $5, $6, $7, $8, $9, $10, 1) returning *`,
    [
      uuidv7(),
      qualification.schoolCode,
      validFrom,
      validTo,
      levels,
      modes,
      outOfCityAllowed,
      reason,
      publicationNo,
      subject,
    ],
  );
  return row!;
}
