/**
 * From a rule to its rows: an aggregate and its steps are declared as values; the library locks, decides, and writes
 * rows, history, outbox and audit, set-based and in one transaction, and replays what it published out of the history.
 */
export { type Aggregate, aggregate, type AnyState, declaredAggregates, type StateOf } from './aggregate.js';
export { AggregatesModule } from './aggregates.module.js';
export { asDocument } from './columns.js';
export { eventsOf, type Fact, fact, type Related } from './fact.js';
export { asOf, createHistory, historyEntries, HistoryEntry, pastVersions } from './history.js';
export { aggregateList, type AggregateList } from './list.js';
export { Batch, Single } from './route.js';
export * from './rules.js';
export type { NewVersion, Step } from './save.js';
export {
  type AggregateStep,
  type BatchTransition,
  batchCreation,
  batchOutcome,
  type BatchOutcome,
  batchTransition,
  type BodyOf,
  type Following,
  type Given,
  notFoundRefusal,
  step,
  transition,
} from './transition.js';
export { askedBy, type Taken, Transitions } from './transitions.js';
