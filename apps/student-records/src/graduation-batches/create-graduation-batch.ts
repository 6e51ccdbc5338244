import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Commands } from '#commands';
import { day, id } from '#contracts';
import type { Transaction } from '#database';
import { Problem } from '#runtime';
import type { Actor } from '#security';
import { actions } from '../actions.js';
import { problems } from '../problems.js';
import { refusal } from '../refusals.js';
import { showGraduationBatch } from './find-graduation-batch.js';
import type { GraduationBatchView } from './graduation-batch-view.js';

const item = z.strictObject({
  registrationId: id,
  conductPassed: z.boolean().meta({ description: '思想品德合格' }),
  coursesPassed: z.boolean().meta({ description: '完成规定的全部课程且成绩合格' }),
});

export const NewGraduationBatch = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    graduatedOn: day.meta({ description: '毕业日期' }),
    items: z.array(item).min(1).max(1000),
  })
  .refine(({ items }) => new Set(items.map((each) => each.registrationId)).size === items.length, {
    path: ['items'],
    params: { code: 'listed-twice' },
    message: 'A registration is listed twice',
  })
  .meta({ id: 'NewGraduationBatch' });
export type NewGraduationBatch = z.infer<typeof NewGraduationBatch>;

/** Drafts a 毕业批次 of the registrar's own school. Whether its students may graduate is for the check to say. */
@Injectable()
export class CreateGraduationBatch {
  constructor(private readonly commands: Commands) {}

  /** @throws Problem 422, with all that is wrong by item: then nothing is written */
  run(batch: NewGraduationBatch, actor: Actor): Promise<GraduationBatchView> {
    const batchId = uuidv7();
    return this.commands.run(actor, actions['create-graduation-batch'], async (tx) => {
      await tx.query(
        `insert into graduation_batches (batch_id, school_code, name, graduated_on, state, created_by, changed_by,
           hands, version)
         values ($1, $2, $3, $4, 'DRAFT', $5, $5, array[$5], 1)`,
        [batchId, actor.schoolCode, batch.name, batch.graduatedOn, actor.subject],
      );
      const unknown = await unknownOf(tx, batch);
      const added = await addItems(tx, batchId, batch);
      const errors = batch.items.flatMap(({ registrationId }, at) => {
        if (unknown.has(registrationId)) return itemError(at, 'not-found');
        return added.has(registrationId) ? [] : itemError(at, 'in-another-batch');
      });
      if (errors.length > 0) throw itemsRefused(errors);
      tx.changed({ aggregate: 'graduation-batch', id: batchId, schoolCode: actor.schoolCode!, to: 1 });
      return showGraduationBatch(tx, batchId);
    });
  }
}

async function unknownOf(tx: Transaction, { items }: NewGraduationBatch): Promise<Set<string>> {
  const rows = await tx.query<{ registration_id: string }>(
    `select registration_id from unnest($1::uuid[]) as listed (registration_id)
     where not exists (select from registrations where registrations.registration_id = listed.registration_id)`,
    [items.map(({ registrationId }) => registrationId)],
  );
  return new Set(rows.map((row) => row.registration_id));
}

/** In the order of the ids, so that two batches cannot deadlock. @returns those that were free to be added */
async function addItems(
  tx: Transaction,
  batchId: string,
  { items }: NewGraduationBatch,
): Promise<Set<string>> {
  const rows = await tx.query<{ registration_id: string }>(
    `insert into graduation_items (batch_id, registration_id, school_code, position, conduct_passed, courses_passed)
     select $1, registration_id, registrations.school_code, position, conduct_passed, courses_passed
     from unnest($2::uuid[], $3::boolean[], $4::boolean[]) with ordinality
       as listed (registration_id, conduct_passed, courses_passed, position)
     join registrations using (registration_id)
     order by registration_id
     on conflict do nothing
     returning registration_id`,
    [
      batchId,
      items.map(({ registrationId }) => registrationId),
      items.map(({ conductPassed }) => conductPassed),
      items.map(({ coursesPassed }) => coursesPassed),
    ],
  );
  return new Set(rows.map((row) => row.registration_id));
}

const itemError = (at: number, code: 'not-found' | 'in-another-batch') => ({
  path: `items.${at}.registrationId`,
  code,
  message: refusal(code).detail,
});

const itemsRefused = (errors: ReturnType<typeof itemError>[]) =>
  new Problem(problems['graduation-items-refused'], { errors });
