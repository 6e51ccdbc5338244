import { z } from 'zod';
import {
  accept,
  type Asked,
  type CodeOf,
  type Decision,
  refuse,
  type RefusalWords,
  stateNames,
} from '#aggregates/rules';
import { day, id, moment, schoolCode } from '#contracts';
import { decidingRefusals, type Deciding, whyNotTheirs } from './deciding.js';
import { evidenceRefusals, isEvidenceOf, type KnownEvidence } from './evidence.js';

/** How much a finding weighs: HIGH is against a rule of law or plan, MEDIUM may be, LOW is incomplete. [D] */
export const SEVERITIES = ['HIGH', 'MEDIUM', 'LOW'] as const;

/** What a rule says of one finding, without anything that tells of a person: dates, counts and codes. */
export const Facts = z.record(z.string(), z.union([z.string(), z.number()]));

const found = {
  findingId: id,
  schoolCode,
  version: z.int(),
  /** code of the rule, its version and its severity when it found this last anew */
  rule: z.string(),
  ruleVersion: z.int(),
  severity: z.enum(SEVERITIES),
  /** what the rule tells its findings at a school apart by, such as the id of a registration */
  subject: z.string(),
  /** the records behind it */
  registrationIds: z.array(id),
  facts: Facts,
  /** who did what was found, where that is known: none of them decides on it */
  contributors: z.array(z.string()),
  /** since when it is found, without a break */
  foundOn: day,
};
const answer = {
  answer: z.string(),
  evidence: z.string().optional(),
  /** the papers themselves, where they were uploaded */
  evidenceId: id.optional(),
  answeredBy: z.string(),
  answeredAt: moment,
};
const decided = { decidedBy: z.string(), decidedAt: moment, decisionReason: z.string().optional() };
const maybe = z.object({ ...answer, ...decided }).partial().shape;

/** 疑点: what a rule of supervision has found at a school, until it is explained or mended. */
export const Finding = z.discriminatedUnion('state', [
  z.object({ ...found, state: z.literal('OPEN') }),
  z.object({ ...found, ...answer, state: z.literal('ANSWERED') }),
  z.object({ ...found, ...answer, ...decided, state: z.literal('ACCEPTED') }),
  /** returned by the authority, or found again after it was mended */
  z.object({ ...found, ...maybe, state: z.literal('REOPENED') }),
  z.object({
    ...found,
    ...maybe,
    state: z.literal('RESOLVED'),
    resolvedOn: day,
    /** the records were mended, or the city has turned the rule off */
    resolvedBecause: z.enum(['MENDED', 'RULE_OFF']),
  }),
]);
export type Finding = z.infer<typeof Finding>;
type In<State extends Finding['state']> = Extract<Finding, { state: State }>;
export const FINDING_STATES = stateNames(Finding);

export const findingRefusals = {
  ...evidenceRefusals,
  'finding-resolved': {
    status: 409,
    title: '该疑点已消除，无须说明',
    detail: 'The rule does not find it any more.',
    remedy: 'Nothing is left to do; it is opened again by itself if it comes back.',
  },
  'finding-accepted': {
    status: 409,
    title: '该疑点的说明已被采纳',
    detail: 'The answer to the finding is accepted already.',
    remedy: 'The authority can return it, with a reason, where the answer no longer holds.',
  },
  'finding-not-answered': {
    status: 409,
    title: '学校尚未说明该疑点',
    detail: 'The school has not answered the finding.',
    remedy: 'Wait for the answer of the school, or let it mend the records: the finding ends by itself then.',
  },
  ...decidingRefusals,
} as const satisfies Record<string, RefusalWords>;
type FindingRefusal = CodeOf<typeof findingRefusals>;

interface Answer {
  readonly reason: string;
  readonly evidence?: string | undefined;
  readonly evidenceId?: string | undefined;
}

/** Of the school, and of one of the records behind the finding or of several students. */
const isOfFinding = (
  paper: KnownEvidence | undefined,
  { schoolCode: school, registrationIds }: Finding,
): boolean =>
  ['', ...registrationIds].some((registrationId) =>
    isEvidenceOf(paper, { schoolCode: school, registrationId }),
  );

/** 说明: the school says why it is so, as often as it likes until the authority has decided. */
export function answerFinding(
  known: Finding,
  { reason, evidence, evidenceId }: Answer,
  { subject: answeredBy, at: answeredAt, paper }: Asked & { readonly paper?: KnownEvidence | undefined },
): Decision<In<'ANSWERED'>, FindingRefusal> {
  if (known.state === 'RESOLVED') return refuse('finding-resolved');
  if (known.state === 'ACCEPTED') return refuse('finding-accepted');
  if (evidenceId !== undefined && !isOfFinding(paper, known)) return refuse('evidence-not-found');
  const said = { answer: reason, evidence, evidenceId, answeredBy, answeredAt };
  return accept({ ...asFound(known), ...said, state: 'ANSWERED' });
}

/** 采纳: by the authority of the tier, and neither by who answered nor by who did what was found. */
export function acceptFinding(
  known: Finding,
  { reason: decisionReason }: { reason?: string | undefined },
  context: Deciding,
): Decision<In<'ACCEPTED'>, FindingRefusal> {
  if (known.state === 'ACCEPTED') return refuse('finding-accepted');
  if (known.state !== 'ANSWERED')
    return refuse(known.state === 'RESOLVED' ? 'finding-resolved' : 'finding-not-answered');
  const refusal = whyNotTheirs(context, known, known.answeredBy, ...known.contributors);
  if (refusal) return refuse(refusal);
  const { subject: decidedBy, at: decidedAt } = context;
  return accept({ ...known, decidedBy, decidedAt, decisionReason, state: 'ACCEPTED' });
}

/** 退回: an answer does not suffice, or one that was accepted no longer does. */
export function returnFinding(
  known: Finding,
  { reason: decisionReason }: { reason: string },
  context: Deciding,
): Decision<In<'REOPENED'>, FindingRefusal> {
  if (known.state !== 'ANSWERED' && known.state !== 'ACCEPTED')
    return refuse(known.state === 'RESOLVED' ? 'finding-resolved' : 'finding-not-answered');
  const refusal = whyNotTheirs(context, known, known.answeredBy, ...known.contributors);
  if (refusal) return refuse(refusal);
  const { subject: decidedBy, at: decidedAt } = context;
  return accept({ ...known, decidedBy, decidedAt, decisionReason, state: 'REOPENED' });
}

type Found = { [Name in keyof typeof found]: z.infer<(typeof found)[Name]> };

/** What was found, without what was said and decided of it. */
export const asFound = (known: Finding) =>
  Object.fromEntries(Object.entries(known).filter(([name]) => name in found)) as Found;
