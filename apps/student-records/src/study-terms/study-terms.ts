import { z } from 'zod';
import { batchTransition, type Given } from '#aggregates';
import { day, employer } from '#contracts';
import { ENTRY_QUALIFICATIONS } from '#national-codes';
import { clearText } from '#security';
import { credits } from '../domain/credits.js';
import type { RegistrationRules } from '../domain/rules.js';
import * as rules from '../domain/study-terms.js';
import { registrations } from '../registrations/registrations.js';
import { decidingContext } from '../schools/deciding.js';

const papers = {
  employer: employer.optional(),
  contractNo: clearText(100)
    .optional()
    .meta({ description: '劳动（培养）合同编号', example: '合〔2026〕1号' }),
  cooperationAgreementNo: clearText(100)
    .optional()
    .meta({ description: '校企合作协议编号', example: '协〔2026〕1号' }),
};

/** 补充培养协议: what a programme rests on, before the registration is decided on. */
export const stateProgrammes = batchTransition(registrations, {
  name: 'state-programmes',
  path: 'batch-state-programme',
  roles: ['school-registrar'],
  sentence: { zh: '补充了培养协议', en: 'stated what the programme rests on' },
  input: papers,
  refuses: rules.programmeStatementRefusals,
  decide: rules.stateProgramme,
});

/** 弹性学制、学分制、工学交替、培养类型, by a decision of the authority with a number and a day. */
export const setStudyTerms = batchTransition(registrations, {
  name: 'set-study-terms',
  path: 'batch-set-study-terms',
  roles: ['district-officer', 'city-officer'],
  sentence: { zh: '核定了学制和培养方式', en: 'set the terms of the study' },
  input: {
    ...papers,
    effectiveOn: day.meta({ description: '生效日期, today or before', example: '2026-09-01' }),
    decisionNo: clearText(100).meta({ description: '决定文号', example: '渝人社〔2026〕1号' }),
    programmeType: z.enum(['REGULAR', 'NEW_APPRENTICESHIP', 'ORDER_CLASS', 'INDUSTRY_COLLEGE']).optional(),
    entryQualification: z
      .enum(ENTRY_QUALIFICATIONS)
      .optional()
      .meta({ description: '入学学历; the shortest and the longest duration follow from it' }),
    flexible: z.boolean().optional().meta({ description: '弹性学制' }),
    creditBased: z.boolean().optional().meta({ description: '学分制' }),
    creditsRequired: credits.optional().meta({ description: '毕业所需学分', example: 120 }),
    alternation: z.boolean().optional().meta({ description: '工学交替' }),
  },
  refuses: rules.studyTermRefusals,
  context: async (tx, states, given: Given<{ rules: RegistrationRules }>) => ({
    rules: given.rules,
    ...(await decidingContext(tx, states, given)),
  }),
  decide: (each, input, context) => {
    const { effectiveOn, programmeType, entryQualification, flexible, creditBased, creditsRequired, alternation, employer: at, contractNo, cooperationAgreementNo } = input; // prettier-ignore
    const named = { programmeType, entryQualification, flexible, creditBased, creditsRequired, alternation, employer: at, contractNo, cooperationAgreementNo }; // prettier-ignore
    const terms = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
    return rules.setStudyTerms(each, { effectiveOn, ...terms }, context);
  },
  noted: (_, { effectiveOn, decisionNo }) => ({ effectiveOn, decisionNo }),
});
