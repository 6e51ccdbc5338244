import { StudentCompleted } from '#contracts';
import { ReactsTo } from '#messaging';
import { IssueCertificates } from '../student-graduated/issue-certificates.js';

/** 结业: certified as a graduation is, by a certificate of its own kind. */
@ReactsTo(StudentCompleted)
export class CertifyCompletions extends IssueCertificates {}
