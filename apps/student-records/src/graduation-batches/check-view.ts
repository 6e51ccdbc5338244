import { z } from 'zod';
import { id } from '#contracts';
import type { ProblemKind } from '#runtime';
import { failuresOf } from '../domain/graduation-check.js';
import { type GraduationRule, graduationRules } from '../domain/graduation-rules.js';
import { problems } from '../problems.js';
import { type CheckedCandidate, passes } from './candidates.js';

const student = { registrationId: id, studentNo: z.string().optional(), name: z.string() };

export const FailedCandidates = z.array(
  z.object({
    ...student,
    failures: z.array(z.object({ code: z.string(), title: z.string(), detail: z.string() })),
  }),
);

const whoIs = ({ registration, name }: CheckedCandidate) => ({
  registrationId: registration.registrationId,
  studentNo: 'studentNo' in registration ? registration.studentNo : undefined,
  name,
});

/** Who fails, for the registrar: all reasons of a student at once, so that they are mended in one go. */
export const failedView = (candidates: readonly CheckedCandidate[]): z.infer<typeof FailedCandidates> =>
  candidates.flatMap((each) =>
    passes(each)
      ? []
      : { ...whoIs(each), failures: failuresOf(each.explanations).map((code) => wordsOf(problems[code])) },
  );

export const ExplainedCandidates = z.array(
  z.object({
    ...student,
    rules: z.array(
      z.object({
        rule: z.enum(Object.keys(graduationRules) as GraduationRule[]),
        title: z.string().describe('毕业条件'),
        outcome: z.enum(['PASSED', 'FAILED', 'NOT_APPLICABLE']).describe('符合, 不符合, 不适用'),
        code: z.string().optional().describe('Why, of a rule that failed'),
        figures: z
          .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
          .optional()
          .describe('What the rule compared'),
      }),
    ),
  }),
);

/** Everybody, with what every rule says of them, passed or not. */
export const explainedView = (candidates: readonly CheckedCandidate[]): z.infer<typeof ExplainedCandidates> =>
  candidates.map((each) => ({ ...whoIs(each), rules: each.explanations }));

const wordsOf = ({ code, title, detail }: ProblemKind) => ({ code, title, detail });
