import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { day } from '#contracts';
import type { Transaction } from '#database';
import { dayInChina } from '#national-codes';
import { Problem } from '#runtime';
import { accountableReason, type Actor } from '#security';
import { type CatalogueMajor, isCorrectable, withoutSuccessor } from '../domain/catalogue.js';
import { problems } from '../problems.js';
import { catalogueMajorId, catalogueMajors, catalogueVersion, listedMajors } from './catalogue.js';

const effectiveFrom = day.describe('First day on which the version holds; of several, the newest does');
const CatalogueLoaded = z.object({ catalogueVersion: z.string(), effectiveFrom: day, majors: z.int() });
type CatalogueLoaded = z.infer<typeof CatalogueLoaded>;

export const loadCatalogue = command({
  name: 'load-catalogue',
  path: 'versions',
  roles: ['city-officer'],
  sentence: { zh: '载入了专业目录', en: 'loaded the catalogue' },
  body: z.strictObject({
    catalogueVersion,
    effectiveFrom: effectiveFrom.optional(),
    majors: listedMajors,
  }),
  answers: [201, CatalogueLoaded],
  refuses: [problems, 'catalogue-version-exists', 'unknown-successor'],
});

export const correctCatalogue = command({
  name: 'correct-catalogue',
  path: 'versions/:catalogueVersion/correct',
  roles: ['city-officer'],
  sentence: { zh: '更正了专业目录', en: 'corrected the catalogue' },
  body: z.strictObject({
    effectiveFrom: effectiveFrom.optional(),
    majors: listedMajors,
    reason: accountableReason.meta({ example: '专业名称有误' }),
  }),
  answers: [200, CatalogueLoaded],
  refuses: [problems, 'not-found', 'catalogue-in-force', 'unknown-successor'],
});

/** Loads a version of the 专业目录, which changes only by a correction before its day. */
@Injectable()
export class LoadCatalogue {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
  ) {}

  /** @throws Problem 409, 422 */
  load(asked: BodyOf<typeof loadCatalogue>, actor: Actor): Promise<CatalogueLoaded> {
    return this.commands.run(actor, loadCatalogue.action, async (tx) => {
      const { catalogueVersion: version, effectiveFrom: from = dayInChina(tx.at), majors } = asked;
      expectSuccessors(majors);
      if (!(await addVersion(tx, version, from))) throw new Problem(problems['catalogue-version-exists']);
      const added = majors.map((major) => ({ after: newMajor(version, major) }));
      await this.transitions.save(tx, catalogueMajors, loadCatalogue, added, { actor, follows: true });
      tx.changed({ aggregate: 'catalogue', id: version, schoolCode: null });
      return { catalogueVersion: version, effectiveFrom: from, majors: majors.length };
    });
  }

  /** Changes majors that are listed and adds those that are not; one listed by mistake is closed. @throws Problem 404, 409, 422 */
  correct(
    version: string,
    { reason, effectiveFrom: moved, majors }: BodyOf<typeof correctCatalogue>,
    actor: Actor,
  ): Promise<CatalogueLoaded> {
    return this.commands.run(actor, correctCatalogue.action, async (tx) => {
      const [known] = await tx.query<{ effective_from: string }>(
        'select effective_from from catalogue_versions where catalogue_version = $1 for update',
        [version],
      );
      if (!known) throw new Problem(problems['not-found']);
      if (!isCorrectable(known.effective_from, dayInChina(tx.at)))
        throw new Problem(problems['catalogue-in-force']);
      const from = moved ?? known.effective_from;
      await tx.query('update catalogue_versions set effective_from = $2 where catalogue_version = $1', [version, from]); // prettier-ignore
      const listed = await catalogueMajors.find(tx, 'catalogue_version = $1 order by major_code for update', [version]); // prettier-ignore
      const before = new Map(listed.map((each) => [each.majorCode, each]));
      const after = new Map(before);
      for (const major of majors) after.set(major.majorCode, { ...newMajor(version, major), version: before.get(major.majorCode)?.version ?? 1 }); // prettier-ignore
      expectSuccessors([...after.values()]);
      const versions = [...after.values()].map((each) => ({ before: before.get(each.majorCode), after: each, reason })); // prettier-ignore
      // A new day is published with every major of the version.
      const touched = versions.filter((each) => from !== known.effective_from || each.after !== each.before);
      const [changed, added] = [
        touched.filter((each) => each.before),
        touched.filter((each) => !each.before),
      ];
      await this.transitions.save(tx, catalogueMajors, correctCatalogue, changed, { actor, follows: true });
      await this.transitions.save(tx, catalogueMajors, correctCatalogue, added, { actor, follows: true });
      tx.changed({ aggregate: 'catalogue', id: version, schoolCode: null });
      return { catalogueVersion: version, effectiveFrom: from, majors: after.size };
    });
  }
}

/** @returns whether it was new */
export async function addVersion(tx: Transaction, version: string, from: string): Promise<boolean> {
  const created = await tx.query(
    `insert into catalogue_versions (catalogue_version, effective_from) values ($1, $2)
     on conflict do nothing returning 1`,
    [version, from],
  );
  return created.length > 0;
}

type Listed = z.output<typeof listedMajors>[number];

export const newMajor = (version: string, major: Listed): CatalogueMajor => ({
  ...major,
  catalogueMajorId: catalogueMajorId(version, major.majorCode),
  catalogueVersion: version,
  version: 1,
});

function expectSuccessors(majors: readonly Pick<CatalogueMajor, 'majorCode' | 'successorCode'>[]): void {
  const wrong = new Set(withoutSuccessor(majors));
  const errors = majors.flatMap(({ majorCode: code }, at) =>
    wrong.has(code)
      ? [{ path: `majors.${at}.successorCode`, code: 'unknown-successor', message: 'is no other major of the version' }] // prettier-ignore
      : [],
  );
  if (errors.length > 0) throw new Problem(problems['unknown-successor'], { errors });
}
