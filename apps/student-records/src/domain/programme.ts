import type { CaseWords, RefusalWords } from '#aggregates/rules';
import type { Registration } from './registration-states.js';
import type { RegistrationRules } from './rules.js';

/** What a programme may rest on: 用人单位, 企业与学员的合同, 校企合作协议. */
export const PROGRAMME_PAPERS = ['employer', 'contractNo', 'cooperationAgreementNo'] as const;
export type ProgrammePaper = (typeof PROGRAMME_PAPERS)[number];

const PAPERS: Record<ProgrammePaper, { zh: string; en: string }> = {
  employer: { zh: '用人单位', en: 'employer' },
  contractNo: { zh: '劳动（培养）合同编号', en: 'number of the contract' },
  cooperationAgreementNo: { zh: '校企合作协议编号', en: 'number of the cooperation agreement' },
};

export const programmeRefusals = {
  'apprenticeship-is-part-time': {
    status: 409,
    title: '企业新型学徒制应注册非全日制学籍',
    detail: 'A new apprenticeship is registered as part-time.',
    remedy: 'Reject the registration; the school applies again with part-time as study mode.',
  },
  'programme-papers-missing': {
    status: 409,
    title: '该培养类型所需的用人单位、合同或校企合作协议未填写齐全',
    detail: 'The programme rests on an employer, a contract or an agreement that is not stated.',
    remedy:
      'Before the approval the school states what is missing (补充培养协议); afterwards the authority names it in its decision.',
  },
} as const satisfies Record<string, RefusalWords>;

/** What the type of a programme (培养类型) requires and a registration lacks. */
export const missingPapers = (
  registration: Pick<Registration, 'programmeType' | ProgrammePaper>,
  { programmePapers }: RegistrationRules,
): ProgrammePaper[] =>
  (programmePapers[registration.programmeType] ?? []).filter((paper) => registration[paper] === undefined);

export const missingPapersWords = (missing: readonly ProgrammePaper[]): CaseWords => ({
  title: `该培养类型须填写：${missing.map((paper) => PAPERS[paper].zh).join('、')}`,
  detail: `The programme is not complete without: ${missing.map((paper) => PAPERS[paper].en).join(', ')}.`,
});
