import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { Answers, commonProblems, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeOf, scopeProblems } from '#security';
import { CertificateView } from './certificate-view.js';
import { CertificateFilter, CertificatePage, FindCertificates } from './find-certificates.js';

const CertificateNo = z.string().min(1).max(64);

@Tag('certificates', '毕业证书: what was issued, and what was revoked')
@Roles('school-registrar', 'district-officer', 'city-officer', 'operator')
@Controller('certificates')
export class CertificatesController {
  constructor(private readonly findCertificates: FindCertificates) {}

  @Get()
  @Summary({ zh: '查询证书', en: 'List certificates' })
  @Answers(200, CertificatePage)
  @Refuses(scopeProblems, 'other-school')
  list(
    @Query({ schema: CertificateFilter }) filter: CertificateFilter,
    @CurrentActor() actor: Actor,
  ): Promise<CertificatePage> {
    return this.findCertificates.list(scopeOf(actor), filter);
  }

  @Get(':certificateNo')
  @Summary({ zh: '查看证书', en: 'Show a certificate' })
  @Answers(200, CertificateView)
  @Refuses(commonProblems, 'not-found')
  find(
    @Param('certificateNo', { schema: CertificateNo }) certificateNo: string,
    @CurrentActor() actor: Actor,
  ): Promise<CertificateView> {
    return this.findCertificates.find(scopeOf(actor), certificateNo);
  }
}
