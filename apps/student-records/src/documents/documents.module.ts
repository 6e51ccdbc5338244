import { Module } from '@nestjs/common';
import { DocumentsController } from './documents.controller.js';
import { DocumentImport } from './import-validities.js';
import { StateValidity } from './state-validity.js';

/** 证件有效期 */
@Module({ controllers: [DocumentsController, DocumentImport], providers: [StateValidity] })
export class DocumentsModule {}
