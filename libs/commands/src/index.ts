/**
 * How a command runs: once (Idempotency-Key), on the state that it was meant for (If-Match), and written down in the
 * same transaction (audit). A use case declares its `command`, calls `Commands.run` and says what it changed; the rest
 * is here.
 */
export { type Action, declareActions } from './actions.js';
export { type AuditEntry, type Change, FIRST_HASH, hashOfEntry, stepOf } from './audit-entry.js';
export { AuditLog, CITY_CHAIN } from './audit-log.js';
export { type BodyOf, Command, command, type CommandRoute, routed, routeOf } from './command.js';
export { createCommandTables } from './command-tables.js';
export { Commands, type CommandTransaction } from './commands.js';
export { CommandsModule } from './commands.module.js';
export { Lists } from './lists.js';
export { ReadsOnly, Repeatable, Unversioned } from './reads-only.js';
export { type BrokenChain, verifyChains, type VerifiedChains } from './verify-chains.js';
