import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { languageOf, pageHeaders } from '#runtime';
import { Public } from '#security';
import { languageQuery, type LanguageQuery } from '../verification/verification-schemas.js';
import { lookupPage } from './lookup-page.js';

/** The page for the public 毕业证书查询: server-rendered, in Chinese and English, without JavaScript. */
@ApiExcludeController()
@Public()
@Controller()
export class PageController {
  @Get()
  page(
    @Query({ schema: languageQuery }) { lang }: LanguageQuery,
    @Headers('accept-language') acceptLanguage: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    const language = languageOf(lang, acceptLanguage);
    reply.headers({ ...pageHeaders(language), vary: 'Accept-Language' });
    return lookupPage({ language });
  }
}
