import { Body, Controller, Get, HttpStatus, Param, Post, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { id, moment } from '#contracts';
import type { ImportJob } from '#importing';
import { Answers, commonProblems, Problem, Refuses, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles } from '#security';
import { problems } from '../problems.js';
import { ImportApplications } from './import-applications.js';

const ImportView = z
  .object({
    importId: id,
    state: z.enum(['VALIDATED', 'DONE']),
    fileSha256: z.string(),
    rows: z.int(),
    valid: z.int(),
    invalid: z.int(),
    committed: z.int().optional().describe('Rows that were stored; absent until the commit'),
    errors: z.array(z.object({ row: z.int(), column: z.string(), code: z.string(), message: z.string() })),
    createdAt: moment,
    committedAt: moment.optional(),
  })
  .meta({ id: 'Import' });

const importView = (job: ImportJob): z.infer<typeof ImportView> => ({
  importId: job.importId,
  state: job.state,
  fileSha256: job.fileSha256,
  rows: job.rows,
  valid: job.valid,
  invalid: job.invalid,
  committed: job.committed ?? undefined,
  errors: job.errors,
  createdAt: job.createdAt.toISOString(),
  committedAt: job.committedAt?.toISOString(),
});

@Tag('imports', '批量报名: a CSV file, looked through first and then committed')
@Roles('school-admissions', 'city-officer')
@Controller('applications/imports')
export class ImportsController {
  constructor(private readonly importApplications: ImportApplications) {}

  @Post()
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string', description: 'UTF-8 or GB18030, at most 8 MiB and 10,000 rows' } })
  @Answers(201, ImportView, 'The dry run; 200 when this file was uploaded before')
  @Refuses(problems, 'file-unreadable')
  async upload(
    @Body() file: unknown,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (!Buffer.isBuffer(file)) throw notCsv();
    const { job, created } = await this.importApplications.dryRun(file, actor);
    if (!created) reply.status(HttpStatus.OK);
    return importView(job);
  }

  @Post(':importId/commit')
  @Answers(200, ImportView)
  @Refuses(commonProblems, 'not-found')
  async commit(@Param('importId', { schema: id }) importId: string, @CurrentActor() actor: Actor) {
    return importView(await this.importApplications.commit(importId, actor));
  }

  @Get(':importId')
  @Answers(200, ImportView)
  @Refuses(commonProblems, 'not-found')
  async one(@Param('importId', { schema: id }) importId: string, @CurrentActor() actor: Actor) {
    return importView(await this.importApplications.find(importId, actor));
  }
}

const notCsv = () =>
  new Problem(commonProblems['unsupported-media-type'], {
    title: '请以 text/csv 上传文件',
    detail: 'The body of an import is text/csv.',
  });
