import { type FactorsRead, readCertificateNumberAndName, readIdNumberAndName } from '../domain/factors.js';
import type { LookupForm } from './verification-schemas.js';

/** One way at a time: a form with both numbers does not say which of them the name belongs to. */
export function readForm({ certificateNo, idNumber, name }: LookupForm): FactorsRead {
  if (certificateNo !== undefined && idNumber !== undefined)
    return { ok: false, errors: [{ field: 'idNumber', code: 'one-number-only' }] };
  return idNumber === undefined
    ? readCertificateNumberAndName(certificateNo, name)
    : readIdNumberAndName(idNumber, name);
}
