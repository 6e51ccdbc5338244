import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../route-declarations.js';
import { stylesheet, stylesheetPath } from './stylesheet.js';

/** For a service that has pages. The path names the content, so it may be kept for ever. */
@ApiExcludeController()
@Public()
@Controller()
export class StylesheetController {
  @Get(stylesheetPath)
  style(@Res({ passthrough: true }) reply: FastifyReply): string {
    reply.headers({
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    return stylesheet;
  }
}
