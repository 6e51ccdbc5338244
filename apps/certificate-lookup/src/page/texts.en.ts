import type { Texts } from './texts.js';

export const en: Texts = {
  title: 'Graduation certificate lookup',
  sample: 'Technician schools',
  intro:
    'Check whether a graduation certificate of a technician school is genuine and valid. Two details are needed, and both must match the certificate.',
  otherLanguage: '中文',
  byCertificate: {
    heading: 'Search by certificate number',
    hint: 'For employers and others who hold a certificate or a copy of it.',
  },
  byIdNumber: { heading: 'Search by ID number', hint: 'For the holder of the certificate.' },
  fields: {
    certificateNo: 'Certificate number',
    certificateNoHint: 'Printed on the certificate; enter all of it.',
    idNumber: 'ID number',
    idNumberHint:
      'A resident ID number has 18 characters and may end in X; other documents as on the certificate.',
    name: 'Name',
    nameHint: 'As printed on the certificate, in the same script.',
  },
  submit: 'Look up',
  errorHeading: 'Please correct the form',
  errorTitle: 'Error',
  errors: {
    'certificate-no-missing': 'Enter the certificate number',
    'certificate-no-malformed': 'A certificate number has 4 to 40 letters or digits',
    'id-number-missing': 'Enter the ID number',
    'id-number-malformed': 'An ID number has 5 to 20 digits or letters',
    'id-number-check-failed': 'This is not a possible ID number; check it digit by digit',
    'name-missing': 'Enter the name',
    'name-malformed': 'Enter the name as printed on the certificate, without digits or symbols',
    'one-number-only': 'Give either the certificate number or the ID number, not both',
  },
  headings: {
    VALID: 'The certificate is valid',
    REVOKED: 'The certificate has been revoked',
    SUPERSEDED: 'The certificate has been replaced',
    SUSPENDED: 'The certificate is suspended',
    NOT_FOUND: 'No certificate found',
    CANNOT_TELL: 'No answer is possible right now, please try again later',
    TOO_MANY: 'Too many searches',
    ID_NUMBER_IN_ADDRESS: 'Please use the form below',
  },
  sentences: {
    VALID: 'This certificate is genuine and valid. It is registered as follows.',
    REVOKED: (when) => `This certificate was revoked on ${when} and is no longer valid.`,
    SUPERSEDED: (when) => `This certificate was replaced by a new one on ${when}. The new one counts.`,
    SUSPENDED: (when) =>
      `This certificate has been suspended since ${when} and proves nothing until it is reinstated.`,
    NOT_FOUND:
      'No certificate matches both details. Please check them and search again. To protect personal data, the page does not say which one differs.',
    CANNOT_TELL:
      'The lookup is catching up with its data and gives no answer rather than a wrong one. This does not mean that the certificate is invalid.',
    TOO_MANY: (seconds) =>
      `Too many searches came from this network address. Please try again in ${seconds} seconds.`,
    ID_NUMBER_IN_ADDRESS:
      'To protect personal data an ID number must not stand in an address: browsers and logs keep addresses.',
    replacedBy: (certificateNo) => `Number of the new certificate: ${certificateNo}`,
  },
  asOf: (when) => `As of ${when} (China time): everything published by then is taken into account.`,
  others: 'Other certificates of the same holder',
  labels: {
    certificateNo: 'Certificate number',
    kind: 'Kind',
    name: 'Name',
    idNumber: 'ID number',
    school: 'School',
    major: 'Major',
    classType: 'Class type',
    studyMode: 'Mode of study',
    period: 'Period of study',
    issueDate: 'Issued on',
    treatment: 'Equal treatment',
    takenOver: 'Source',
  },
  period: (from, to) => `${from} to ${to}`,
  kinds: {
    GRADUATION: 'Graduation certificate (毕业证书)',
    COMPLETION: 'Certificate of completion (结业证书)',
    STUDY: 'Certificate of study (肄业证书)',
    PROOF: 'Proof of graduation (毕业证明书)',
  },
  classTypes: {
    INTERMEDIATE: 'Intermediate worker class (中级工班)',
    SENIOR: 'Senior worker class (高级工班)',
    PREP_TECHNICIAN: 'Preparatory technician class (预备技师班)',
    TECHNICIAN: 'Technician class (技师班)',
  },
  studyModes: { FULL_TIME: 'Full-time (全日制)', PART_TIME: 'Part-time (非全日制)' },
  takenOver:
    'Issued on paper before this system, and taken over from the register of the school (由学校登记接管)',
  masked: 'Name and ID number are partly hidden. Compare them with the original certificate.',
  privacy: 'This page runs no scripts and does not store what you enter.',
};
