import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type BodyOf, command, Commands } from '#commands';
import { id } from '#contracts';
import { nameKeys } from '#national-codes';
import { Problem } from '#runtime';
import type { Actor } from '#security';
import { problems } from '../problems.js';
import { schoolOf } from './school-of-person.js';

/** Latin letters with their marks, by their blocks: that is what users of the OpenAPI document can make examples of. */
const SYLLABLE = '[A-Za-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u024F]+';

export const correctPinyin = command({
  name: 'correct-pinyin',
  path: ':personId/correct-pinyin',
  roles: ['school-registrar', 'city-officer'],
  sentence: { zh: '更正了姓名拼音', en: 'corrected the pinyin of the name' },
  body: z.strictObject({
    pinyin: z
      .string()
      .max(100)
      .regex(new RegExp(`^${SYLLABLE}(?:[ '-]${SYLLABLE})*$`))
      .meta({ description: '姓名拼音, syllable by syllable', example: 'shan xiao ming' }),
  }),
  answers: [200, z.object({ personId: id }).meta({ id: 'PersonCorrected' })],
  refuses: [problems, 'not-found', 'person-erased'],
});

/** 更正姓名拼音, of a name that is read otherwise than usual: it is found by that. A correction of the name reads it anew. */
@Injectable()
export class CorrectPinyin {
  constructor(private readonly commands: Commands) {}

  /** @throws Problem 404, 409 person-erased */
  correct(personId: string, { pinyin }: BodyOf<typeof correctPinyin>, actor: Actor) {
    return this.commands.run(actor, correctPinyin.action, async (tx) => {
      const schoolCode = await schoolOf(tx, personId);
      const { name_pinyin: letters, name_initials: initials } = nameKeys(pinyin);
      const corrected = await tx.query(
        `update persons set name_pinyin = $2, name_initials = $3
         where person_id = $1 and id_number_index is not null returning person_id`,
        [personId, letters, initials],
      );
      if (corrected.length === 0) throw new Problem(problems['person-erased']);
      tx.changed({ aggregate: 'person', id: personId, schoolCode });
      return { personId };
    });
  }
}
