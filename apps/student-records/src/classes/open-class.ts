import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { askedBy, Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { Problem } from '#runtime';
import type { Actor } from '#security';
import { openClass as open } from '../domain/class.js';
import { problems } from '../problems.js';
import { classFields, headTeacher } from './class-fields.js';
import { ClassView, shownClass } from './class-view.js';
import { classes } from './classes.js';

/** The columns of the key by which a school knows its classes. */
export const CLASS_KEY = 'school_code, code';

export const openClass = command({
  name: 'open-class',
  path: '',
  roles: ['school-registrar'],
  sentence: { zh: '开设了班级', en: 'opened the class' },
  body: z.strictObject({ ...classFields, headTeacher: headTeacher.optional() }),
  answers: [201, ClassView],
  refuses: [problems, 'class-code-taken'],
});

/** 开班 */
@Injectable()
export class OpenClass {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
  ) {}

  /** @throws Problem 409 */
  open(asked: BodyOf<typeof openClass>, actor: Actor): Promise<ClassView> {
    return this.commands.run(actor, openClass.action, async (tx) => {
      const named = {
        ...asked,
        headTeacher: asked.headTeacher,
        classId: uuidv7(),
        schoolCode: actor.schoolCode!,
      };
      const after = open(named, askedBy(tx, actor));
      const options = { actor, unless: CLASS_KEY };
      const [saved] = await this.transitions.save(tx, classes, openClass, [{ after }], options);
      if (!saved) throw new Problem(problems['class-code-taken']);
      return shownClass(tx, saved);
    });
  }
}
