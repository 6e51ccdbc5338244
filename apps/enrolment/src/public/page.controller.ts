import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { languageOf, pageHeaders, Public } from '#runtime';
import { ListRecruiting, RecruitingFilter } from './list-recruiting.js';
import { recruitingPage } from './recruiting-page.js';

/** A form sends its empty fields as well: they ask for nothing. */
const asked = z.preprocess(
  (query) => Object.fromEntries(Object.entries(query as object).filter(([, value]) => value !== '')),
  RecruitingFilter.extend({ lang: z.enum(['zh', 'en']).optional() }),
);

/** The page for the public 招生资质公示: server-rendered, in Chinese and English, without JavaScript. */
@ApiExcludeController()
@Public()
@Controller('recruiting')
export class PageController {
  constructor(private readonly recruiting: ListRecruiting) {}

  @Get()
  async page(
    @Query({ schema: asked }) { lang, ...filter }: z.infer<typeof asked>,
    @Headers('accept-language') acceptLanguage: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const language = languageOf(lang, acceptLanguage);
    reply.headers({ ...pageHeaders(language), vary: 'Accept-Language' });
    const [found, regions] = [await this.recruiting.list(filter), await this.recruiting.regions()];
    return recruitingPage({ language, ...found, asked: filter, regions });
  }
}
