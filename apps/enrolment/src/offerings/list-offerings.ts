import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { historyEntries, HistoryEntry, selectedBy } from '#aggregates';
import { id, schoolCode } from '#contracts';
import { allSchools, type Transaction, Transactions } from '#database';
import { filledWorkbook } from '#importing';
import { dayInChina } from '#national-codes';
import { listOf, pageOf, Problem, several } from '#runtime';
import type { Actor } from '#security';
import { majorCode } from '../catalogue/catalogue.js';
import type { Cooperation } from '../domain/cooperation.js';
import { Offering } from '../domain/offering.js';
import { problems } from '../problems.js';
import { offeringFile } from './offering-columns.js';
import { cooperatesOn, offerings, OfferingView } from './offerings.js';

const listed = listOf({
  filters: {
    schoolCode: ['school_code', schoolCode],
    majorCode: ['major_code', majorCode],
    cooperates: [
      'cooperates',
      z.stringbool().describe('Whether it has a cooperation of an enterprise today'),
    ],
    offeringStatus: several('status', Offering.shape.status.describe('Open, stopped or closed')),
  },
  sorts: { offeringId: ['offering_id'] },
});
export const OfferingFilter = listed.query;
export type OfferingFilter = z.infer<typeof OfferingFilter>;
export const OfferingPage = pageOf(OfferingView);
export const OfferingExport = listed.exportQuery;
export type OfferingExport = z.infer<typeof OfferingExport>;

export const OfferingHistory = z
  .object({ offeringId: id, entries: z.array(HistoryEntry) })
  .meta({ id: 'OfferingHistory' });

const withMajors = ({ at }: Pick<Transaction, 'at'>) => ({
  select: `select ${offerings.selected}, authority_code, major.name as major_name, ${cooperatesOn('$1::date')} as cooperates
    from offerings join schools using (school_code) join catalogue_majors major using (catalogue_version, major_code)`,
  parameters: [dayInChina(at)],
});
selectedBy(offerings, listed, withMajors);

/** With the names of the majors, as the actor may see them. */
const named = (tx: Pick<Transaction, 'at'>, actor: Actor) => ({
  ...withMajors(tx),
  itemOf: ({ major_name: majorName, authority_code: authorityCode, ...row }: Row): OfferingView => {
    const { cooperations, ...offering } = offerings.stateOf(row);
    const seesAll = isOver(actor, { schoolCode: offering.schoolCode, authorityCode });
    return { ...offering, majorName, cooperations: seesAll ? cooperations : cooperations.map(withoutAgreement) }; // prettier-ignore
  },
});

interface Row {
  major_name: string;
  authority_code: string;
}

/** Whether the actor is of the school, of the district over it, or of the city. */
const isOver = (actor: Actor, school: Required<Pick<Actor, 'schoolCode' | 'authorityCode'>>): boolean =>
  (actor.schoolCode ?? school.schoolCode) === school.schoolCode &&
  (actor.authorityCode ?? school.authorityCode) === school.authorityCode;

const withoutAgreement = ({ agreementNo: _no, endReason: _reason, ...cooperation }: Cooperation) =>
  cooperation;

@Injectable()
export class ListOfferings {
  constructor(private readonly transactions: Transactions) {}

  list(query: OfferingFilter, actor: Actor) {
    return this.transactions.run(allSchools, (tx) => listed.page(tx, query, named(tx, actor)));
  }

  /** 沿革. @throws Problem 404 */
  async history(offeringId: string): Promise<z.infer<typeof OfferingHistory>> {
    const entries = await this.transactions.run(allSchools, (tx) =>
      historyEntries(tx, offerings, offeringId),
    );
    if (entries.length === 0) throw new Problem(problems['not-found']);
    return { offeringId, entries };
  }

  /** In the layout of the import. @throws Problem 422 */
  workbook(query: OfferingExport, actor: Actor): Promise<Buffer> {
    return this.transactions.run(allSchools, (tx) =>
      filledWorkbook(offeringFile, listed.all(tx, query, named(tx, actor))),
    );
  }
}
