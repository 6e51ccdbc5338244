/**
 * From a rule to its rows: an aggregate and its steps are declared as values; the library locks, decides, and writes
 * rows, history, outbox and audit, set-based and in one transaction, and replays what it published out of the history.
 */
export { type Aggregate, aggregate, type AnyState, declaredAggregates } from './aggregate.js';
export { AggregatesModule } from './aggregates.module.js';
export { askedBy, decide } from './decide.js';
export { eventsOf, type Fact, fact } from './fact.js';
export { asOf, historyEntries, HistoryEntry, pastVersions } from './history.js';
export { aggregateList } from './list.js';
export { whyNotLocked } from './missing.js';
export { Batch, batchOutcome, Single } from './route.js';
export * from './rules.js';
export type { Step } from './save.js';
export { selectedBy } from './selection.js';
export { type AggregateStep, type Following, type Given, step } from './step.js';
export { batchTransition, inBatches, type Transition, transition } from './transition.js';
export { Transitions } from './transitions.js';
export { type AggregateTable, hasHistory, makeAggregate } from './table.js';
