import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiConsumes, ApiProduces, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ReadsOnly } from '#commands';
import { Answers, languageOf, pageHeaders, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Public, Roles } from '#security';
import type { Answer } from '../domain/answer.js';
import { lookupPage } from '../page/lookup-page.js';
import { problems } from '../problems.js';
import { asJson } from './as-json.js';
import { callerOf } from './caller.js';
import { type Outcome, retryAfterOf, statusOf } from './outcome.js';
import { type CallerKind, RateLimit } from './rate-limit.js';
import { readForm } from './read-form.js';
import {
  languageQuery,
  type LanguageQuery,
  lookupForm,
  type LookupForm,
  verifyAnswer,
  verifyQuery,
  type VerifyQuery,
} from './verification-schemas.js';
import { VerifyCertificate } from './verify-certificate.js';

@Tag('verification', '证书查询: whether a certificate is as it says')
@ApiResponse({
  status: 503,
  description: 'CANNOT_TELL: the lookup is not caught up; Retry-After',
  standardSchema: verifyAnswer,
})
@Controller()
export class VerifyController {
  constructor(
    private readonly verification: VerifyCertificate,
    private readonly limit: RateLimit,
  ) {}

  /** By certificate number and name, as a QR code on a certificate carries them. A browser gets the page. */
  @Get('verify')
  @Summary({ zh: '打开查验链接', en: 'Open the link of a certificate' })
  @Public()
  @ApiProduces('application/json', 'text/html')
  @Answers(200, verifyAnswer)
  @Refuses(problems, 'id-number-in-address', 'too-many-lookups')
  async byAddress(
    @Query({ schema: verifyQuery }) { lang, ...form }: VerifyQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer | string> {
    const outcome: Outcome =
      form.idNumber === undefined
        ? await this.lookUp(form, 'public', callerOf(request.ip))
        : { kind: 'ID_NUMBER_IN_ADDRESS' };
    return put(outcome, form, { lang }, request, reply);
  }

  /** By either number and the name, as JSON or as a form. A browser gets the page. */
  @Post('verify')
  @Summary({ zh: '查验证书', en: 'Verify a certificate' })
  @Public()
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiProduces('application/json', 'text/html')
  @Answers(200, verifyAnswer)
  @Refuses(problems, 'too-many-lookups')
  async byBody(
    @Body({ schema: lookupForm }) form: LookupForm,
    @Query({ schema: languageQuery }) query: LanguageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer | string> {
    return put(await this.lookUp(form, 'public', callerOf(request.ip)), form, query, request, reply);
  }

  /** The same for a partner system, counted by its token instead of its address, and more of it. */
  @Post('partner/verify')
  @Summary({ zh: '合作单位查验证书', en: 'Verify a certificate as a partner' })
  @ReadsOnly()
  @Roles('lookup-client')
  @Answers(200, verifyAnswer)
  @Refuses(problems, 'too-many-lookups')
  async byPartner(
    @Body({ schema: lookupForm }) form: LookupForm,
    @CurrentActor() partner: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    const outcome = await this.lookUp(form, 'partner', partner.subject);
    putHead(outcome, reply);
    return asJson(outcome);
  }

  private async lookUp(form: LookupForm, kind: CallerKind, caller: string): Promise<Outcome> {
    const read = readForm(form);
    if (!read.ok) return { kind: 'MISTYPED', errors: read.errors };
    const admission = await this.limit.admit(kind, caller);
    if (!admission.allowed) return { kind: 'TOO_MANY', retryAfterSeconds: admission.retryAfterSeconds };
    return { kind: 'ANSWERED', answer: await this.verification.verify(read.factors) };
  }
}

/** Programs get JSON; who says that they read HTML, as browsers do, gets the page. */
function put(
  outcome: Outcome,
  form: LookupForm,
  { lang }: { lang?: 'zh' | 'en' },
  { headers }: FastifyRequest,
  reply: FastifyReply,
): Answer | string {
  putHead(outcome, reply);
  reply.header('vary', 'Accept, Accept-Language');
  if (!headers.accept?.includes('text/html')) return asJson(outcome);
  const language = languageOf(lang, headers['accept-language']);
  reply.headers(pageHeaders(language));
  return lookupPage({ language, outcome, form });
}

function putHead(outcome: Outcome, reply: FastifyReply): void {
  reply.status(statusOf(outcome));
  const retryAfter = retryAfterOf(outcome);
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
}
