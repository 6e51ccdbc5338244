import { Body, Controller, Get, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Unversioned } from '#commands';
import { id } from '#contracts';
import {
  ImportCommit,
  ImportErrorPage,
  ImportPage,
  ImportPreview,
  importProblems,
  ImportView,
  importView,
  WORKBOOK_TYPE,
} from '#importing';
import { Answers, AnswersFile, commonProblems, Problem, Refuses, Tag, TakesFile } from '#runtime';
import { type Actor, CurrentActor, Roles } from '#security';
import { FindImports, ImportErrorFilter, ImportFilter } from './find-imports.js';
import { ImportApplications } from './import-applications.js';

/** 批量导入报名: a file is uploaded, checked, looked at, and committed. */
@Tag('imports', '批量报名: a file, looked through first and then committed')
@Roles('school-admissions', 'city-officer')
@Controller('applications/imports')
export class ImportsController {
  constructor(
    private readonly importApplications: ImportApplications,
    private readonly findImports: FindImports,
  ) {}

  @Get('template')
  @AnswersFile(WORKBOOK_TYPE, 'A workbook to fill in')
  async template(@Res({ passthrough: true }) reply: FastifyReply) {
    return workbook(reply, 'applications-template.xlsx', await this.findImports.template());
  }

  @Post()
  @TakesFile()
  @ApiConsumes('multipart/form-data', 'text/csv', WORKBOOK_TYPE)
  @ApiBody({
    description:
      'A workbook (.xlsx) or CSV (UTF-8, GB18030): as a form or by itself; at most 8 MiB and 10,000 rows',
    schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } },
  })
  @Answers(201, ImportView, 'It will be checked; 200 when this file was uploaded before')
  @Refuses(importProblems, 'file-unreadable')
  async upload(
    @Body() file: unknown,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (!Buffer.isBuffer(file)) throw noFile();
    const { view, created } = await this.importApplications.upload(file, actor);
    if (!created) reply.status(HttpStatus.OK);
    return view;
  }

  @Post(':importId/commit')
  @Unversioned()
  @Answers(
    202,
    ImportView,
    'Its valid rows will be stored, or are stored already; read the import to see how far it is',
  )
  @Refuses(commonProblems, 'not-found')
  @Refuses(
    importProblems,
    'import-not-checked',
    'import-has-refusals',
    'import-committed-otherwise',
    'import-over',
  )
  commit(
    @Param('importId', { schema: id }) importId: string,
    @Body({ schema: ImportCommit }) { mode }: z.infer<typeof ImportCommit>,
    @CurrentActor() actor: Actor,
  ) {
    return this.importApplications.commit(importId, mode, actor);
  }

  @Post(':importId/cancel')
  @Unversioned()
  @Answers(200, ImportView)
  @Refuses(commonProblems, 'not-found')
  @Refuses(importProblems, 'import-over')
  cancel(@Param('importId', { schema: id }) importId: string, @CurrentActor() actor: Actor) {
    return this.importApplications.cancel(importId, actor);
  }

  @Get()
  @Answers(200, ImportPage, 'The newest first')
  list(@Query({ schema: ImportFilter }) filter: z.infer<typeof ImportFilter>, @CurrentActor() actor: Actor) {
    return this.findImports.list(filter, actor);
  }

  @Get(':importId')
  @Answers(200, ImportView)
  @Refuses(commonProblems, 'not-found')
  async one(@Param('importId', { schema: id }) importId: string, @CurrentActor() actor: Actor) {
    return importView(await this.findImports.one(importId, actor));
  }

  @Get(':importId/preview')
  @Answers(200, ImportPreview, 'The first rows, masked; none once they are forgotten')
  @Refuses(commonProblems, 'not-found')
  preview(@Param('importId', { schema: id }) importId: string, @CurrentActor() actor: Actor) {
    return this.findImports.preview(importId, actor);
  }

  @Get(':importId/errors')
  @Answers(200, ImportErrorPage)
  @Refuses(commonProblems, 'not-found')
  errors(
    @Param('importId', { schema: id }) importId: string,
    @Query({ schema: ImportErrorFilter }) filter: z.infer<typeof ImportErrorFilter>,
    @CurrentActor() actor: Actor,
  ) {
    return this.findImports.errors(importId, filter, actor);
  }

  @Get(':importId/error-workbook')
  @AnswersFile(
    WORKBOOK_TYPE,
    'The refused rows, to be mended and uploaded again; none once they are forgotten',
  )
  @Refuses(commonProblems, 'not-found')
  async errorWorkbook(
    @Param('importId', { schema: id }) importId: string,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return workbook(
      reply,
      `applications-errors-${importId}.xlsx`,
      await this.findImports.errorWorkbook(importId, actor),
    );
  }
}

const workbook = (reply: FastifyReply, fileName: string, bytes: Buffer): Buffer => {
  reply.headers({
    'content-type': WORKBOOK_TYPE,
    'content-disposition': `attachment; filename="${fileName}"`,
  });
  return bytes;
};

const noFile = () =>
  new Problem(commonProblems['unsupported-media-type'], {
    title: '请上传 Excel 工作簿（.xlsx）或 CSV 文件',
    detail: 'An import is a file: multipart/form-data, text/csv or a workbook.',
  });
