import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type BodyOf, command, Commands } from '#commands';
import { LEVELS } from '#contracts';
import { Problem, writtenText } from '#runtime';
import type { Actor } from '#security';
import { problems } from '../problems.js';

export const catalogueVersion = writtenText(50);
export const majorCode = writtenText(20);
const major = z.strictObject({
  majorCode,
  name: writtenText(100),
  levels: z.array(z.enum(LEVELS)).min(1).transform((levels) => [...new Set(levels)]), // prettier-ignore
});

const NewCatalogue = z.strictObject({
  catalogueVersion,
  majors: z
    .array(major)
    .min(1)
    .max(2000)
    .refine((majors) => new Set(majors.map((each) => each.majorCode)).size === majors.length, {
      params: { code: 'major-twice' },
      message: 'A major is listed twice',
    }),
});

const CatalogueLoaded = z.object({ catalogueVersion: z.string(), majors: z.int() });

export const loadCatalogue = command({
  name: 'load-catalogue',
  path: 'versions',
  roles: ['city-officer'],
  sentence: { zh: '载入了专业目录', en: 'loaded the catalogue' },
  body: NewCatalogue,
  answers: [201, CatalogueLoaded],
  refuses: [problems, 'catalogue-version-exists'],
});

/** Loads a version of the 专业目录. A version is loaded once and does not change afterwards. */
@Injectable()
export class LoadCatalogue {
  constructor(private readonly commands: Commands) {}

  /** @throws Problem 409 */
  load(
    { catalogueVersion: version, majors }: BodyOf<typeof loadCatalogue>,
    actor: Actor,
  ): Promise<z.infer<typeof CatalogueLoaded>> {
    return this.commands.run(actor, loadCatalogue.action, async (tx) => {
      const created = await tx.query(
        'insert into catalogue_versions (catalogue_version) values ($1) on conflict do nothing returning 1',
        [version],
      );
      if (created.length === 0) throw alreadyLoaded();
      await tx.query(
        `insert into catalogue_majors (catalogue_version, major_code, name, levels)
         select $1, "majorCode", name, levels
         from json_to_recordset($2::json) as major("majorCode" text, name text, levels text[])`,
        [version, JSON.stringify(majors)],
      );
      tx.changed({ aggregate: 'catalogue', id: version, schoolCode: null });
      return { catalogueVersion: version, majors: majors.length };
    });
  }
}

const alreadyLoaded = () => new Problem(problems['catalogue-version-exists']);
