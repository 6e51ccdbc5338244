import { Module } from '@nestjs/common';
import { CatalogueController } from './catalogue.controller.js';
import { CatalogueImport } from './import-catalogue.js';
import { ListMajors } from './list-majors.js';
import { LoadCatalogue } from './load-catalogue.js';

/** 专业目录 */
@Module({ controllers: [CatalogueImport, CatalogueController], providers: [LoadCatalogue, ListMajors] })
export class CatalogueModule {}
