import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { historyEntries, HistoryEntry, selectedBy } from '#aggregates';
import { declareActions, Lists } from '#commands';
import { day, id, schoolCode } from '#contracts';
import { type Transaction, Transactions } from '#database';
import { listOf, nameBegins, pageOf, Problem, several } from '#runtime';
import { type Actor, scopeOf } from '#security';
import { PLACEMENT_KINDS } from '../domain/placement-states.js';
import { HOLDER } from '../persons/person-row.js';
import { problems } from '../problems.js';
import { BREAK_REASON_NAMES, KIND_NAMES, PLACEMENT_STATE_NAMES } from './placement-names.js';
import { placements } from './placements.js';

const listed = listOf({
  filters: {
    state: several('state', z.enum(['AGREED', 'ENDED', 'BROKEN_OFF', 'CANCELLED'])),
    schoolCode: ['school_code', schoolCode],
    registrationId: ['registration_id', id],
    employerUscc: ['employer_uscc', z.string().max(18)],
    kind: several('kind', z.enum(PLACEMENT_KINDS)),
    name: nameBegins(),
  },
  sorts: { placementId: ['placement_id'] },
  workbook: {
    sheet: '实习',
    columns: {
      schoolCode: '学校代码',
      studentNo: '学号',
      name: '姓名',
      kind: { title: '实习类别', values: KIND_NAMES },
      employerUscc: '实习单位统一社会信用代码',
      employerName: '实习单位',
      fromOn: '实习首日',
      toOn: '实习末日',
      insurancePolicyNo: '保险单号',
      agreementNo: '三方协议编号',
      supervisingTeacher: '指导教师',
      state: { title: '状态', values: PLACEMENT_STATE_NAMES },
      endedOn: '实际末日',
      breakReasonCode: { title: '中止原因', values: BREAK_REASON_NAMES },
      registrationId: '学籍编号',
    },
  },
});
const on = day.optional().describe('Only placements that were going on on this day');
export const PlacementFilter = listed.query.extend({ on });
export type PlacementFilter = z.infer<typeof PlacementFilter>;
export const PlacementExport = listed.exportQuery.extend({ on });
export type PlacementExport = z.infer<typeof PlacementExport>;

export const PlacementView = z
  .object({ ...placements.shape, studentNo: z.string().optional(), name: z.string() })
  .meta({ id: 'Placement' });
export const PlacementPage = pageOf(PlacementView).meta({ id: 'PlacementPage' });
export const PlacementHistory = z
  .object({ placementId: id, entries: z.array(HistoryEntry) })
  .meta({ id: 'PlacementHistory' });

/** `$1` is the day, or null for placements of any. */
const SELECT = `
  select ${placements.selected}, registrations.student_no, persons.name, persons.name_pinyin, persons.name_initials
  from placements
  join registrations using (registration_id)
  join persons on persons.person_id = ${HOLDER}
  where ($1::date is null
    or placements.state <> 'CANCELLED' and $1 between placements.from_on and coalesce(placements.ended_on, placements.to_on))`;

const viewOf = ({ student_no, name, ...row }: Record<string, unknown>) =>
  PlacementView.parse({ ...placements.stateOf(row), name, studentNo: student_no ?? undefined });

const sourceOn = (asked: string | undefined) => ({
  select: SELECT,
  parameters: [asked ?? null],
  itemOf: viewOf,
});
selectedBy(placements, listed, () => sourceOn(undefined));

/** A placement as a command leaves it. */
export async function shownPlacement(tx: Transaction, { placementId }: { placementId: string }) {
  const [row] = await tx.query(`${SELECT} and placement_id = $2`, [null, placementId]);
  return viewOf(row!);
}

const { 'export-placements': action } = declareActions({
  'export-placements': { zh: '导出了实习名单', en: 'exported a list of placements' },
});

@Injectable()
export class FindPlacements {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
  ) {}

  list(query: PlacementFilter, actor: Actor) {
    return this.lists.page(listed, sourceOn(query.on), query, actor);
  }

  workbook(query: PlacementExport, actor: Actor): Promise<Buffer> {
    const { itemOf, ...source } = sourceOn(query.on);
    const flat = (row: Record<string, unknown>) => withEmployer(itemOf(row));
    return this.lists.workbook(listed, { ...source, itemOf: flat, action }, query, actor);
  }

  /** @throws Problem 404, also for a placement of another school */
  async history(placementId: string, actor: Actor): Promise<z.infer<typeof PlacementHistory>> {
    const entries = await this.transactions.run(scopeOf(actor), (tx) =>
      historyEntries(tx, placements, placementId),
    );
    if (entries.length === 0) throw new Problem(problems['not-found']);
    return { placementId, entries };
  }
}

function withEmployer(view: z.infer<typeof PlacementView>) {
  const { employer, ...rest } = view as typeof view & { employer: { uscc: string; name: string } };
  return { ...rest, employerUscc: employer.uscc, employerName: employer.name };
}
