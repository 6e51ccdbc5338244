import { StudentLeftEarly } from '#contracts';
import { ReactsTo } from '#messaging';
import { IssueCertificates } from '../student-graduated/issue-certificates.js';

/** 肄业: certified as a graduation is, by a certificate of its own kind. */
@ReactsTo(StudentLeftEarly)
export class CertifyEarlyLeavings extends IssueCertificates {}
