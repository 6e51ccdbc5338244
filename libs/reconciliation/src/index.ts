/**
 * Whether the services agree. Each publishes digests of what it holds of graduations, once a day and when an operator
 * asks; student records compares them with what it knows. And an owner can tell its topics again.
 */
export { AuditHeadsModule } from './audit-heads.module.js';
export { publishAuditHeads } from './daily-audit-heads.js';
export { type DigestSource } from './digest-source.js';
export {
  createReservedNumbersTable,
  type ReservedNumbers,
  takeReservedNumbers,
} from './numbers/reserved-numbers.js';
export { ReservedNumbersModule } from './numbers/reserved-numbers.module.js';
export { recoverNumbers } from './numbers/recover-numbers.js';
export { ReconciliationModule } from './reconciliation.module.js';
export { publishDigests } from './daily-digests.js';
export { spanNotPossible } from './digests.controller.js';
export { reconciliationProblems } from './reconciliation-problems.js';
export { replayed } from './replay-aggregates.js';
export { RepublishModule } from './republish.module.js';
export { type PageRequest, type RepublishedPage, type Republisher, Republishers } from './republishers.js';
export { type Span, spanFilter, spanOf, usualSpan } from './span.js';
export { verifyAudit } from './verify-audit.js';
