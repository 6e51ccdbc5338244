import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { day, id } from '#contracts';
import type { Transaction } from '#database';
import { Problem } from '#runtime';
import { type Actor, clearText } from '#security';
import { BATCH_KINDS, type Draft } from '../domain/graduation-batch.js';
import { problems } from '../problems.js';
import { GraduationBatchView, showGraduationBatch } from './graduation-batch-view.js';
import { graduationBatches } from './graduation-batches.js';

const item = z.strictObject({
  registrationId: id,
  conductPassed: z.boolean().meta({ description: '思想品德合格' }),
  coursesPassed: z.boolean().meta({ description: '完成规定的全部课程且成绩合格' }),
});

const NewGraduationBatch = z
  .strictObject({
    kind: z
      .enum(BATCH_KINDS)
      .default('GRADUATION')
      .meta({ description: '毕业 or 结业 (not all was passed)' }),
    name: clearText(100),
    graduatedOn: day.meta({ description: '毕业日期' }),
    items: z.array(item).min(1).max(1000),
  })
  .refine(({ items }) => new Set(items.map((each) => each.registrationId)).size === items.length, {
    path: ['items'],
    params: { code: 'listed-twice' },
    message: 'A registration is listed twice',
  })
  .meta({ id: 'NewGraduationBatch' });

export const createGraduationBatch = command({
  name: 'create-graduation-batch',
  path: '',
  roles: ['school-registrar'],
  sentence: { zh: '新建了毕业批次', en: 'created the graduation batch' },
  body: NewGraduationBatch,
  answers: [201, GraduationBatchView],
  refuses: [problems, 'graduation-items-refused'],
});
type NewGraduationBatch = BodyOf<typeof createGraduationBatch>;

/** Drafts a 毕业批次 of the registrar's own school. Whether its students may graduate is for the check to say. */
@Injectable()
export class CreateGraduationBatch {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
  ) {}

  /** @throws Problem 422, with all that is wrong by item: then nothing is written */
  create(batch: NewGraduationBatch, actor: Actor): Promise<GraduationBatchView> {
    const batchId = uuidv7();
    return this.commands.run(actor, createGraduationBatch.action, async (tx) => {
      const versions = [{ after: draftOf(batchId, batch, actor, tx.at) }];
      await this.transitions.save(tx, graduationBatches, createGraduationBatch, versions, { actor });
      const unknown = await unknownOf(tx, batch);
      const added = await addItems(tx, batchId, batch);
      const errors = batch.items.flatMap(({ registrationId }, at) => {
        if (unknown.has(registrationId)) return itemError(at, 'not-found');
        return added.has(registrationId) ? [] : itemError(at, 'in-another-batch');
      });
      if (errors.length > 0) throw itemsRefused(errors);
      return showGraduationBatch(tx, batchId);
    });
  }
}

const draftOf = (batchId: string, batch: NewGraduationBatch, actor: Actor, at: Date): Draft => ({
  batchId,
  schoolCode: actor.schoolCode!,
  kind: batch.kind,
  name: batch.name,
  graduatedOn: batch.graduatedOn,
  state: 'DRAFT',
  version: 1,
  createdBy: actor.subject,
  createdAt: at.toISOString(),
  changedBy: actor.subject,
  contributors: [actor.subject],
});

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
  message: problems[code].detail,
});

const itemsRefused = (errors: ReturnType<typeof itemError>[]) =>
  new Problem(problems['graduation-items-refused'], { errors });
