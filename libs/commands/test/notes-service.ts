import { Body, Controller, Get, Injectable, Module, Param, Post } from '@nestjs/common';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';
import { Commands, CommandsModule, createCommandTables, declareActions, ReadsOnly, stepOf } from '#commands';
import { DatabaseModule, rowLevelSecurity, Transactions } from '#database';
import { createSchoolsTable } from '#copies';
import { Answers, commonProblems, notFound, Refuses } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeOf, SecurityModule } from '#security';

/** A service of notes, one aggregate with a version, to try what commands promise. */
export class CreateNotes1732400000000 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await createSchoolsTable(runner);
    await createCommandTables(runner);
    await runner.query(`
      create table notes (note_id uuid primary key, school_code text not null, text text not null, version int not null);
      ${rowLevelSecurity('notes')}`);
  }

  async down() {}
}

const actions = declareActions({
  'write-note': { zh: '写了便签', en: 'wrote the note' },
  'change-note': { zh: '改了便签', en: 'changed the note' },
  'unseal-note': { zh: '查看了便签全文', en: 'saw the whole note' },
});

const NewNote = z.strictObject({ noteId: z.uuid(), text: z.string().min(1).max(20) });
type NewNote = z.infer<typeof NewNote>;
const NewText = z.strictObject({ text: z.string().min(1).max(20), waitMs: z.int().default(0) });
const NoteView = z.object({ noteId: z.string(), text: z.string(), version: z.int() });
type NoteView = z.infer<typeof NoteView>;

/** How often the work of a command ran, also where it was rolled back. */
export const ran = { times: 0 };

@Injectable()
class ChangeNote {
  constructor(private readonly commands: Commands) {}

  run(noteId: string, { text, waitMs }: z.infer<typeof NewText>, actor: Actor): Promise<NoteView> {
    return this.commands.run(actor, actions['change-note'], async (tx) => {
      ran.times += 1;
      await tx.query('select pg_sleep($1)', [waitMs / 1000]);
      const [row] = await tx.query<{ school_code: string; version: number }>(
        'update notes set text = $2, version = version + 1 where note_id = $1 returning school_code, version',
        [noteId, text],
      );
      if (!row) throw noSuchNote();
      tx.changed(stepOf('note', noteId, { schoolCode: row.school_code, version: row.version }));
      return { noteId, text, version: row.version };
    });
  }
}

const noSuchNote = () => notFound('There is no such note.');

@Controller('notes')
class NotesController {
  constructor(
    private readonly commands: Commands,
    private readonly transactions: Transactions,
    private readonly changeNote: ChangeNote,
  ) {}

  @Post()
  @Roles('school-registrar')
  @Answers(201, NoteView)
  write(@Body({ schema: NewNote }) { noteId, text }: NewNote, @CurrentActor() actor: Actor) {
    return this.commands.run(actor, actions['write-note'], async (tx) => {
      await tx.query('insert into notes values ($1, $2, $3, 1)', [noteId, actor.schoolCode, text]);
      tx.changed(stepOf('note', noteId, { schoolCode: actor.schoolCode!, version: 1 }));
      return { noteId, text, version: 1 };
    });
  }

  @Get(':noteId')
  @Roles('school-registrar', 'city-officer')
  @Answers(200, NoteView)
  @Refuses(commonProblems, 'not-found')
  read(@Param('noteId') noteId: string, @CurrentActor() actor: Actor) {
    return this.transactions.run(scopeOf(actor), async (tx) => {
      const [row] = await tx.query<{ text: string; version: number }>(
        'select text, version from notes where note_id = $1',
        [noteId],
      );
      if (!row) throw noSuchNote();
      return { noteId, ...row };
    });
  }

  @Post(':noteId/change')
  @Roles('school-registrar', 'city-officer')
  @Answers(200, NoteView)
  @Refuses(commonProblems, 'not-found')
  change(
    @Param('noteId') noteId: string,
    @Body({ schema: NewText }) change: z.infer<typeof NewText>,
    @CurrentActor() actor: Actor,
  ) {
    return this.changeNote.run(noteId, change, actor);
  }

  @Post(':batch/change-all')
  @Roles('school-registrar')
  @Answers(200, z.object({ changed: z.int() }))
  changeAll(
    @Param('batch') _batch: string,
    @Body() { noteIds = [] }: { noteIds?: string[] },
    @CurrentActor() actor: Actor,
  ) {
    return this.commands.run(actor, actions['change-note'], async (tx) => {
      const rows = await tx.query<{ note_id: string; school_code: string; version: number }>(
        'update notes set version = version + 1 where note_id = any($1) returning *',
        [noteIds],
      );
      const changed = new Set(rows.map((row) => row.note_id));
      tx.changed(
        ...rows.map((row) =>
          stepOf('note', row.note_id, { schoolCode: row.school_code, version: row.version }),
        ),
      );
      tx.refused(
        'note',
        noteIds.filter((id) => !changed.has(id)).map((id) => ({ id, code: 'not-found' })),
      );
      return { changed: rows.length };
    });
  }

  @Post(':noteId/unseal')
  @Roles('city-officer')
  @Answers(200, NoteView)
  unseal(@Param('noteId') noteId: string, @CurrentActor() actor: Actor) {
    return this.commands.look(actor, actions['unseal-note'], async (tx) => {
      const [row] = await tx.query<{ text: string; version: number; school_code: string }>(
        'select text, version, school_code from notes where note_id = $1',
        [noteId],
      );
      tx.changed({ aggregate: 'note', id: noteId, schoolCode: row!.school_code });
      return { noteId, text: row!.text, version: row!.version };
    });
  }

  @Post('count')
  @ReadsOnly()
  @Roles('school-registrar')
  @Answers(200, z.object({ notes: z.int() }))
  count(@CurrentActor() actor: Actor) {
    return this.transactions.run(scopeOf(actor), async (tx) => {
      const rows = await tx.query('select from notes');
      return { notes: rows.length };
    });
  }

  @Post('forgotten')
  @Roles('school-registrar')
  @Answers(200, z.object({}))
  forgotten() {
    return {};
  }
}

@Module({
  imports: [DatabaseModule.forRoot(), SecurityModule.forRoot(), CommandsModule],
  controllers: [NotesController],
  providers: [ChangeNote],
})
export class NotesModule {}
