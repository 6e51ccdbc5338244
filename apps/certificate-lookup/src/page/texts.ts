import type { CertificateKind, Level, LookupStatus, StudyMode } from '#contracts/published';
import type { FactorCode } from '../domain/factors.js';
import type { Language } from '../domain/treatment.js';
import { en } from './texts.en.js';
import { zh } from './texts.zh.js';

/** All that the page says, in one language. */
export interface Texts {
  readonly title: string;
  readonly sample: string;
  readonly intro: string;
  readonly otherLanguage: string;
  readonly byCertificate: { heading: string; hint: string };
  readonly byIdNumber: { heading: string; hint: string };
  readonly fields: {
    certificateNo: string;
    certificateNoHint: string;
    idNumber: string;
    idNumberHint: string;
    name: string;
    nameHint: string;
  };
  readonly submit: string;
  readonly errorHeading: string;
  readonly errorTitle: string;
  readonly errors: Record<FactorCode, string>;
  readonly headings: Record<
    LookupStatus | 'NOT_FOUND' | 'CANNOT_TELL' | 'TOO_MANY' | 'ID_NUMBER_IN_ADDRESS',
    string
  >;
  readonly sentences: Record<Exclude<LookupStatus, 'VALID'>, (when: string) => string> & {
    VALID: string;
    NOT_FOUND: string;
    CANNOT_TELL: string;
    TOO_MANY: (seconds: number) => string;
    ID_NUMBER_IN_ADDRESS: string;
    replacedBy: (certificateNo: string) => string;
  };
  readonly asOf: (when: string) => string;
  readonly others: string;
  readonly labels: Record<
    | 'certificateNo'
    | 'kind'
    | 'name'
    | 'idNumber'
    | 'school'
    | 'major'
    | 'classType'
    | 'studyMode'
    | 'period'
    | 'issueDate'
    | 'treatment'
    | 'takenOver',
    string
  >;
  readonly period: (from: string, to: string) => string;
  readonly kinds: Record<CertificateKind, string>;
  readonly classTypes: Record<Level, string>;
  readonly studyModes: Record<StudyMode, string>;
  /** of what was given on paper before the system */
  readonly takenOver: string;
  readonly masked: string;
  readonly privacy: string;
}

const texts: Record<Language, Texts> = { zh, en };
export const textsOf = (language: Language): Texts => texts[language];
