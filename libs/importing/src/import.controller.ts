import {
  Body,
  Get,
  HttpStatus,
  Inject,
  Injectable,
  type OnModuleInit,
  Param,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Unversioned } from '#commands';
import { id } from '#contracts';
import type { Transaction } from '#database';
import {
  Answers,
  AnswersFile,
  commonProblems,
  Problem,
  Refuses,
  Summary,
  TakesFile,
  WORKBOOK_TYPE,
} from '#runtime';
import { type Actor, CurrentActor, type Role, Roles } from '#security';
import type { Columns, RowError, RowOf } from './columns.js';
import { importProblems } from './import-problems.js';
import type { ImportRules, ValidRow } from './import-rules.js';
import { ImportCommit, ImportErrorPage, ImportPage, ImportPreview, ImportView } from './import-views.js';
import { ImportErrorFilter, ImportFilter, Imports } from './imports.js';
import type { ImportJob } from './jobs/import-job.js';
import type { ImportKind } from './jobs/import-kind.js';

/**
 * The routes of one kind of import: template, upload, preview, errors, commit, cancel, list. A kind is one class, listed
 * under `controllers` of its module; path and tag are its decorators, as of any controller, and its providers come by
 * its own constructor. OpenAPI, access page, problems, audit actions and the background work follow.
 * @param roles who may call them; who uploads a file is the `actor` of its job, in whose name and scope rows are stored
 * @example
 * const columns = { studentNo: column('学号', text(64)), reason: column('事由', choice({ ILLNESS: '因病' })) };
 * type Row = ValidRow<RowOf<typeof columns>>;
 *
 * @Tag('leave-imports', '批量休学: a file of leave requests')
 * @Controller('leave-requests/imports')
 * export class LeaveRequestImport extends importController<typeof columns>('school-registrar') {
 *   readonly kind = 'leave-requests';
 *   readonly rules = { columns, sheet: '休学申请', uniqueBy: ['studentNo' as const] };
 *
 *   constructor(private readonly requestLeave: RequestLeave) {
 *     super();
 *   }
 *   async refusals(tx: Transaction, rows: Row[], job: ImportJob): Promise<RowError[]> { … }
 *   async store(tx: Transaction, rows: Row[], job: ImportJob): Promise<RowError[]> { … }
 * }
 */
export function importController<C extends Columns>(...roles: [Role, ...Role[]]) {
  // A class for each kind: what OpenAPI says of the roles stands at the handlers, and those must not be shared.
  @Roles(...roles)
  @Injectable()
  abstract class ImportController implements ImportKind<C>, OnModuleInit {
    abstract readonly kind: string;
    abstract readonly rules: ImportRules<C>;
    abstract refusals(tx: Transaction, rows: ValidRow<RowOf<C>>[], job: ImportJob): Promise<RowError[]>;
    abstract store(tx: Transaction, rows: ValidRow<RowOf<C>>[], job: ImportJob): Promise<RowError[]>;

    @Inject() private readonly imports!: Imports;

    onModuleInit(): void {
      this.imports.register(this);
    }

    @Get('template')
    @Summary({ zh: '下载导入模板', en: 'Download the template to fill in' })
    @AnswersFile(WORKBOOK_TYPE, 'A workbook to fill in')
    async template(@Res({ passthrough: true }) reply: FastifyReply) {
      return workbook(reply, `${this.kind}-template.xlsx`, await this.imports.template(this));
    }

    @Post()
    @Summary({ zh: '上传待导入的文件', en: 'Upload a file to be imported' })
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
      const { view, created } = await this.imports.upload(this, file, actor);
      if (!created) reply.status(HttpStatus.OK);
      return view;
    }

    @Post(':importId/commit')
    @Summary({ zh: '提交导入', en: 'Let the rows of a checked file be stored' })
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
      return this.imports.commit(this, importId, mode, actor);
    }

    @Post(':importId/cancel')
    @Summary({ zh: '取消导入', en: 'Cancel an import' })
    @Unversioned()
    @Answers(200, ImportView)
    @Refuses(commonProblems, 'not-found')
    @Refuses(importProblems, 'import-over')
    cancel(@Param('importId', { schema: id }) importId: string, @CurrentActor() actor: Actor) {
      return this.imports.cancel(this, importId, actor);
    }

    @Get()
    @Summary({ zh: '查询导入任务', en: 'List the imports' })
    @Answers(200, ImportPage, 'The newest first')
    list(
      @Query({ schema: ImportFilter }) filter: z.infer<typeof ImportFilter>,
      @CurrentActor() actor: Actor,
    ) {
      return this.imports.list(this, filter, actor);
    }

    @Get(':importId')
    @Summary({ zh: '查看一个导入任务', en: 'Look at one import' })
    @Answers(200, ImportView)
    @Refuses(commonProblems, 'not-found')
    one(@Param('importId', { schema: id }) importId: string, @CurrentActor() actor: Actor) {
      return this.imports.one(this, importId, actor);
    }

    @Get(':importId/preview')
    @Summary({ zh: '预览文件的前几行', en: 'Preview the first rows of a file' })
    @Answers(200, ImportPreview, 'The first rows, masked; none once they are forgotten')
    @Refuses(commonProblems, 'not-found')
    preview(@Param('importId', { schema: id }) importId: string, @CurrentActor() actor: Actor) {
      return this.imports.preview(this, importId, actor);
    }

    @Get(':importId/errors')
    @Summary({ zh: '查看各行的错误和提示', en: 'List the errors and the warnings of the rows' })
    @Answers(200, ImportErrorPage)
    @Refuses(commonProblems, 'not-found')
    errors(
      @Param('importId', { schema: id }) importId: string,
      @Query({ schema: ImportErrorFilter }) filter: z.infer<typeof ImportErrorFilter>,
      @CurrentActor() actor: Actor,
    ) {
      return this.imports.errors(this, importId, filter, actor);
    }

    @Get(':importId/error-workbook')
    @Summary({ zh: '下载未通过行的工作簿', en: 'Download the refused rows as a workbook' })
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
      const bytes = await this.imports.errorWorkbook(this, importId, actor);
      return workbook(reply, `${this.kind}-errors-${importId}.xlsx`, bytes);
    }
  }
  return ImportController;
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
