import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { Command } from '#commands';
import { id } from '#contracts';
import { fileProblems, PAPER_TYPES, TakesUpload, uploaded } from '#files';
import { Answers, AnswersFile, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import { EvidenceKind } from '../domain/evidence.js';
import { problems } from '../problems.js';
import { VIEW_ROLES } from '../view-roles.js';
import { evidenceList, EvidencePage } from './evidence-view.js';
import { FindEvidence } from './find-evidence.js';
import { UploadEvidence, uploadEvidence } from './upload-evidence.js';

const Named = z.strictObject({
  kind: EvidenceKind.describe('证明材料类别'),
  registrationId: id.optional().describe('Of this student alone; left out where the paper is of several'),
});

@Tag('evidence', '证明材料: papers that status changes and corrections rest on')
@Controller('evidence')
export class EvidenceController {
  constructor(
    private readonly evidence: FindEvidence,
    private readonly uploads: UploadEvidence,
  ) {}

  @Command(uploadEvidence)
  @TakesUpload(PAPER_TYPES, 'A paper as PDF, JPEG or PNG: by itself or as a form; at most 2 MiB')
  upload(
    @Query({ schema: Named }) named: z.infer<typeof Named>,
    @Body() file: unknown,
    @CurrentActor() actor: Actor,
  ) {
    return this.uploads.upload(uploaded(file), named, actor);
  }

  @Get()
  @Summary({ zh: '查询证明材料', en: 'List evidence' })
  @Roles(...VIEW_ROLES)
  @Answers(200, EvidencePage)
  @Refuses(scopeProblems, 'other-school')
  list(
    @Query({ schema: evidenceList.query }) query: z.infer<typeof evidenceList.query>,
    @CurrentActor() actor: Actor,
  ) {
    return this.evidence.list(query, actor);
  }

  @Get(':evidenceId/content')
  @Summary({ zh: '下载证明材料', en: 'Download evidence' })
  @Roles(...VIEW_ROLES)
  @AnswersFile('application/pdf', 'Or `image/jpeg`. Written down in the audit trail; may not be kept')
  @Refuses(problems, 'not-found', 'person-erased')
  @Refuses(fileProblems, 'file-store-away')
  content(@Param('evidenceId', { schema: id }) evidenceId: string, @CurrentActor() actor: Actor) {
    return this.evidence.content(evidenceId, actor);
  }
}
