import { Module } from '@nestjs/common';
import { AddAuthority } from './add-authority.js';
import { AuthoritiesController } from './authorities.controller.js';

/** 主管部门 */
@Module({ controllers: [AuthoritiesController], providers: [AddAuthority] })
export class AuthoritiesModule {}
