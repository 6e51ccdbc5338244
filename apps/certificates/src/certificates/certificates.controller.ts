import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { Answers, commonProblems, Refuses, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeOf, scopeProblems } from '#security';
import { CertificateView } from './certificate-view.js';
import { FindCertificate } from './find-certificate.js';
import { CertificateFilter, CertificatePage, ListCertificates } from './list-certificates.js';

const CertificateNo = z.string().min(1).max(64);

@Tag('certificates', '毕业证书: what was issued, and what was revoked')
@Roles('school-registrar', 'district-officer', 'city-officer', 'operator')
@Controller('certificates')
export class CertificatesController {
  constructor(
    private readonly listCertificates: ListCertificates,
    private readonly findCertificate: FindCertificate,
  ) {}

  @Get()
  @Answers(200, CertificatePage)
  @Refuses(scopeProblems, 'other-school')
  list(
    @Query({ schema: CertificateFilter }) filter: CertificateFilter,
    @CurrentActor() actor: Actor,
  ): Promise<CertificatePage> {
    return this.listCertificates.run(scopeOf(actor), filter);
  }

  @Get(':certificateNo')
  @Answers(200, CertificateView)
  @Refuses(commonProblems, 'not-found')
  find(
    @Param('certificateNo', { schema: CertificateNo }) certificateNo: string,
    @CurrentActor() actor: Actor,
  ): Promise<CertificateView> {
    return this.findCertificate.run(scopeOf(actor), certificateNo);
  }
}
