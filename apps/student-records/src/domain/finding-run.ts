import { asFound, type Finding } from './finding.js';

/** A rule as it is when it runs. */
export interface RunningRule {
  readonly code: string;
  readonly version: number;
  readonly severity: Finding['severity'];
}

/** One row that a rule has found at a school. */
export type FoundRow = Pick<Finding, 'subject' | 'registrationIds' | 'facts' | 'contributors'>;

/** What a run does with a finding; history keeps the names. */
export type RunStep = 'open-finding' | 'reopen-finding' | 'renew-finding' | 'resolve-finding';

export interface FoundNow {
  readonly schoolCode: string;
  readonly today: string;
  readonly rule: RunningRule;
  /** undefined where the rule finds it no more */
  readonly row: FoundRow | undefined;
  /** of a finding that is new */
  readonly newId: () => string;
  /** false where the city has turned the rule off */
  readonly isOn: boolean;
}

/**
 * What becomes of a finding in a run. What is found no more is resolved, whatever was said of it; what comes back is opened
 * again; an acceptance holds for the records that it was given for, and not for further ones.
 * @returns undefined where nothing changes
 */
export function follow(
  known: Finding | undefined,
  { schoolCode, today, rule, row, newId, isOn }: FoundNow,
): { readonly step: RunStep; readonly after: Finding } | undefined {
  if (!row) {
    if (!known || known.state === 'RESOLVED') return undefined;
    const resolvedBecause = isOn ? 'MENDED' : 'RULE_OFF';
    return {
      step: 'resolve-finding',
      after: { ...known, state: 'RESOLVED', resolvedOn: today, resolvedBecause },
    };
  }
  const { code, version: ruleVersion, severity } = rule;
  const anew = { ...row, schoolCode, rule: code, ruleVersion, severity, foundOn: today };
  if (!known)
    return { step: 'open-finding', after: { ...anew, findingId: newId(), version: 1, state: 'OPEN' } };
  if (known.state === 'RESOLVED')
    return { step: 'reopen-finding', after: { ...asFound(known), ...anew, state: 'REOPENED' } };
  if (isSame(known, row)) return undefined;
  const before = new Set(known.registrationIds);
  const isMore = row.registrationIds.some((each) => !before.has(each));
  if (known.state === 'ACCEPTED' && isMore)
    return { step: 'reopen-finding', after: { ...asFound(known), ...anew, state: 'REOPENED' } };
  return { step: 'renew-finding', after: { ...known, ...row } };
}

/** Both come from the database, which gives the properties of a document in one order. */
const isSame = (known: FoundRow, row: FoundRow) =>
  JSON.stringify([known.registrationIds, known.facts]) === JSON.stringify([row.registrationIds, row.facts]);
