import { EarlyLeavingRevoked } from '#contracts';
import { ReactsTo } from '#messaging';
import { RevokeCertificates } from '../graduation-revoked/revoke-certificates.js';

/** 撤销肄业: the certificate of study is revoked with the withdrawal, as that of a graduation is. */
@ReactsTo(EarlyLeavingRevoked)
export class RevokeCertificatesOfStudy extends RevokeCertificates {}
