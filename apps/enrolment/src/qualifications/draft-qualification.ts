import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { LEVELS, StudyMode, day, schoolCode } from '#contracts';
import { dayInChina } from '#national-codes';
import { Problem } from '#runtime';
import { type Actor, clearText } from '#security';
import { mayRun } from '../domain/school.js';
import { problems } from '../problems.js';
import { publishSchoolsOf, schools } from '../schools/schools.js';
import { qualifications, QualificationView } from './qualifications.js';

const distinct = <Code extends z.ZodType>(code: Code) =>
  z.array(code).min(1).transform((codes) => [...new Set(codes)]); // prettier-ignore

/** What a qualification lets a school do, and why. */
export const Terms = {
  validFrom: day,
  validTo: day,
  levels: distinct(z.enum(LEVELS)),
  modes: distinct(StudyMode),
  outOfCityAllowed: z.boolean(),
  reason: clearText(500),
  publicationNo: clearText(100),
};
const NewQualification = z
  .strictObject({ schoolCode, ...Terms })
  .refine(({ validFrom, validTo }) => validFrom <= validTo, {
    path: ['validTo'],
    params: { code: 'ends-before-start' },
    message: 'validTo is before validFrom',
  });

export const draftQualification = command({
  name: 'draft-qualification',
  path: '',
  roles: ['city-officer'],
  sentence: { zh: '起草了招生资质', en: 'drafted the qualification' },
  body: NewQualification,
  answers: [201, QualificationView],
  refuses: [problems, 'unknown-school', 'level-above-school-type'],
});

/** Drafts a qualification (招生资质). It counts for nothing until it is published. */
@Injectable()
export class DraftQualification {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
  ) {}

  /** @throws Problem 409, 422 */
  draft(qualification: BodyOf<typeof draftQualification>, actor: Actor): Promise<QualificationView> {
    return this.commands.run(actor, draftQualification.action, async (tx) => {
      const [school] = await schools.lock(tx, [qualification.schoolCode]);
      if (!school) throw new Problem(problems['unknown-school']);
      if (!qualification.levels.every((level) => mayRun(school, level, dayInChina(tx.at))))
        throw new Problem(problems['level-above-school-type']);
      const after = {
        ...qualification,
        qualificationId: uuidv7(),
        state: 'DRAFT' as const,
        draftedBy: actor.subject,
        changedBy: [],
        version: 1,
      };
      const [drafted] = await this.transitions.save(tx, qualifications, draftQualification, [{ after }], {
        actor,
      });
      await publishSchoolsOf(tx, [after], (aggregate, versions) =>
        this.transitions.save(tx, aggregate, draftQualification, versions, { actor, follows: true }),
      );
      return QualificationView.parse(drafted);
    });
  }
}
