import type { Transaction } from '#database';
import { dayInChina } from '#national-codes';
import { versionInForce } from '../catalogue/catalogue.js';
import { REVIEW, type Reviewed, rulesOf, summed, type YearFigures } from '../domain/major-rules.js';
import type { MajorReviewItem } from '../domain/major-review.js';

type Item = Pick<MajorReviewItem, 'subject' | 'majorCode' | 'majorName' | 'offeringId' | 'figures' | 'rules'>;

interface OfferingRow extends Reviewed {
  readonly offeringId: string;
  readonly majorCode: string;
  readonly majorName: string;
  readonly figures: YearFigures[];
}

/** $1 the year, $2 the first of those that are looked at, $3 the day of the review. One row for each offering that is not closed. */
const FIGURES = `
  with planned as (
    select offering_id, year, sum(planned)::int as planned, sum(used)::int as intake from plan_lines
    where year between $2 and $1 and status in ('PUBLISHED', 'CLOSED') group by offering_id, year),
  applied as (
    select offering_id, year, count(*)::int as applications from applications
    where year between $2 and $1 and state <> 'DRAFT' group by offering_id, year),
  opened as (
    select offering_id, extract(year from min(effective_on))::int as opened_in from offerings_history group by offering_id),
  in_force as (select * from catalogue_majors where catalogue_version = ${versionInForce('$3::date')})
  select o.offering_id as "offeringId", o.major_code as "majorCode", own.name as "majorName", opened_in as "openedIn",
    case when in_force.status = 'ACTIVE' or not exists (select from in_force) then 'LISTED'
      when coalesce(in_force.successor_code, own.successor_code) is not null then 'SUCCEEDED' else 'DROPPED' end as catalogue,
    (select jsonb_agg(jsonb_build_object('year', y, 'planned', coalesce(planned, 0),
        'applications', coalesce(applications, 0), 'intake', coalesce(intake, 0)) order by y desc)
     from generate_series($2::int, $1::int) y
     left join planned on planned.offering_id = o.offering_id and planned.year = y
     left join applied on applied.offering_id = o.offering_id and applied.year = y) as figures
  from offerings o join opened using (offering_id)
  join catalogue_majors own using (catalogue_version, major_code)
  left join in_force on in_force.major_code = o.major_code
  where o.status <> 'CLOSED' order by o.major_code, o.offering_id`;

/** The majors and offerings that a rule puts on the list of a year. */
export async function itemsOf(tx: Transaction, year: number): Promise<Item[]> {
  const rows = await tx.query<OfferingRow & Record<string, unknown>>(FIGURES, [
    year,
    year - REVIEW.years + 1,
    dayInChina(tx.at),
  ]);
  const offerings = rows.map((row) => ({ ...row, subject: 'OFFERING' as const }));
  const majors = [...Map.groupBy(rows, ({ majorCode }) => majorCode).values()].map(majorOf);
  return [...majors, ...offerings].flatMap(({ openedIn, catalogue, ...each }) => {
    const rules = rulesOf({ figures: each.figures, openedIn, catalogue });
    return rules.length > 0 ? { ...each, rules } : [];
  });
}

/** A major: its offerings together. */
const majorOf = (those: readonly OfferingRow[]) => ({
  subject: 'MAJOR' as const,
  majorCode: those[0]!.majorCode,
  majorName: those.at(-1)!.majorName,
  offeringId: undefined,
  openedIn: Math.min(...those.map(({ openedIn }) => openedIn)),
  catalogue: those[0]!.catalogue,
  figures: summed(those.map(({ figures }) => figures)),
});
