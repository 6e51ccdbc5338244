import type { Transaction } from '#database';
import { dayInChina } from '#national-codes';
import type { Aggregate, AnyState } from './aggregate.js';
import { historyOf } from './history.js';
import type { NewVersion, SaveOptions } from './save.js';

/** Rows and history in one statement. @returns the versions of those that went in, by id */
export async function write<State extends AnyState>(
  tx: Transaction,
  aggregate: Aggregate<State>,
  happened: string,
  versions: readonly NewVersion<State>[],
  { actor, unless, onlyBy = '' }: SaveOptions,
): Promise<Map<string, number>> {
  const { table, idColumn, stateColumn, personalColumns } = aggregate;
  const schoolColumn = aggregate.schoolColumn === idColumn ? null : aggregate.schoolColumn;
  const rows = changedColumns(aggregate, versions);
  const columns = Object.keys(rows[0]!);
  const saved = versions[0]!.before
    ? `update ${table} set ${columns
        .filter((name) => name !== idColumn)
        .map((name) => `${name} = given.${name}`)
        .join(', ')}
       from given where ${table}.${idColumn} = given.${idColumn} and ${table}.version = given.version - 1`
    : `insert into ${table} (${columns.join(', ')}) select ${columns.join(', ')} from given order by ${unless ?? idColumn}
       ${unless === undefined ? '' : `on conflict ${onlyBy} do nothing`}`;
  const given = columns.map((name) =>
    name === 'version' && !versions[0]!.before ? `${nextVersion(aggregate)} as version` : name,
  );
  const written = await tx.query<{ id: string; version: number }>(
    `with given as materialized (select ${given.join(', ')} from json_populate_recordset(null::${table}, $1) made),
     saved as (${saved} returning ${table}.*)
     insert into ${historyOf(table)} (${idColumn}, version, ${schoolColumn ? 'school_code, ' : ''}state, happened,
       effective_on, recorded_at, actor, role, decision_no, reason, cause, data)
     select saved.${idColumn}, saved.version, ${schoolColumn ? `saved.${schoolColumn}, ` : ''}${stateColumn ? `saved.${stateColumn}` : 'null'}, $2,
       about.effective_on, $11, $3, $4, about.decision_no,
       about.reason, about.cause, jsonb_strip_nulls(to_jsonb(saved) - $5::text[])
     from saved join unnest($6::text[], $7::date[], $8::text[], $9::text[], $10::uuid[])
       as about (id, effective_on, decision_no, reason, cause) on about.id = saved.${idColumn}::text
     returning ${idColumn}::text as id, version`,
    [
      JSON.stringify(rows),
      happened,
      actor?.subject ?? null,
      actor?.role ?? null,
      personalColumns,
      versions.map(({ after }) => aggregate.idOf(after)),
      versions.map(({ effectiveOn }) => effectiveOn ?? dayInChina(tx.at)),
      versions.map(({ decisionNo }) => decisionNo ?? null),
      versions.map(({ reason }) => reason ?? null),
      versions.map(({ causedBy }) => causedBy?.id ?? null),
      tx.at,
    ],
  );
  return new Map(written.map(({ id, version }) => [id, version]));
}

/** A row that was lost and comes again goes on from its history, which nothing removes. */
const nextVersion = ({ table, idColumn }: Aggregate) =>
  `1 + coalesce((select max(entry.version) from ${historyOf(table)} entry where entry.${idColumn} = made.${idColumn}), 0)`;

/** Id, version, and the columns in which any of the versions differs from the one before it. */
function changedColumns<State extends AnyState>(
  aggregate: Aggregate<State>,
  versions: readonly NewVersion<State>[],
): Record<string, unknown>[] {
  const pairs = versions.map(({ before, after }) => ({
    before: before && aggregate.rowOf(before),
    after: aggregate.rowOf(after),
  }));
  const names = aggregate.columns
    .map(({ name }) => name)
    .filter(
      (name) =>
        name === aggregate.idColumn ||
        pairs.some(({ before, after }) => before === undefined || isOther(before[name], after[name])),
    );
  return pairs.map(({ after }) => Object.fromEntries(names.map((name) => [name, after[name]])));
}

const isOther = (one: unknown, other: unknown): boolean =>
  one !== other && (typeof one !== 'object' || JSON.stringify(one) !== JSON.stringify(other));
