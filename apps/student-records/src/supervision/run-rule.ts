import { v7 as uuidv7 } from 'uuid';
import type { Transitions } from '#aggregates';
import type { Transaction } from '#database';
import { dayInChina } from '#national-codes';
import { follow, type FoundRow, type RunStep } from '../domain/finding-run.js';
import { findings } from './findings.js';
import { inForce } from './rule-decisions.js';
import type { SupervisionRule } from './rule.js';

interface Row {
  readonly subject: string;
  readonly registration_ids: string[];
  readonly facts: FoundRow['facts'];
  readonly contributors: string[];
}

/**
 * Runs a rule over one school, in a bounded number of statements however much it finds: opens, renews, resolves and reopens
 * its findings, and writes down that it ran. The transaction sees all schools, since some rules compare them.
 * @param runId of this run over one or all schools
 */
export async function runRule(
  tx: Transaction,
  transitions: Transitions,
  rule: SupervisionRule,
  { schoolCode, runId }: { schoolCode: string; runId: string },
): Promise<void> {
  const today = dayInChina(tx.at);
  const { isOn, threshold } = (await inForce(tx, today))(rule);
  const known = await findings.find(tx, `rule = $1 and school_code = $2 order by finding_id for update`, [
    rule.code,
    schoolCode,
  ]);
  const found = isOn ? await rowsOf(tx, rule, [today, threshold ?? null, schoolCode]) : [];
  const rowOf = new Map(found.map((row) => [row.subject, row]));
  const knownOf = new Map(known.map((finding) => [finding.subject, finding]));
  const followed = [...new Set([...knownOf.keys(), ...rowOf.keys()])].flatMap((subject) => {
    const before = knownOf.get(subject);
    const row = rowOf.get(subject);
    const next = follow(before, { schoolCode, today, rule, row, newId: uuidv7, isOn });
    return next ? { ...next, before } : [];
  });
  const steps = Map.groupBy(followed, ({ step }) => step);
  for (const [name, versions] of steps)
    await transitions.save(tx, findings, { name }, versions, {
      // Another run may have come first with what both have found.
      unless: name === 'open-finding' ? 'rule, school_code, subject' : undefined,
    });
  const count = (step: RunStep) => steps.get(step)?.length ?? 0;
  await tx.query(
    `insert into supervision_runs (run_id, school_code, rule, rule_version, enabled, threshold, ran_at, found, opened, reopened, resolved)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      runId, schoolCode, rule.code, rule.version, isOn, threshold ?? null, tx.at,
      found.length, count('open-finding'), count('reopen-finding'), count('resolve-finding'),
    ], // prettier-ignore
  );
}

async function rowsOf(tx: Transaction, rule: SupervisionRule, asked: unknown[]): Promise<FoundRow[]> {
  const rows = await tx.query<Row>(
    `select found.* from (${rule.finds('$1::date', '$2::int')}) found
     where found.school_code = $3::text and $1::date is not null and coalesce($2::int, 0) >= 0 order by subject`,
    asked,
  );
  return rows.map(({ subject, registration_ids: registrationIds, facts, contributors }) => ({
    subject,
    registrationIds,
    facts,
    contributors,
  }));
}
