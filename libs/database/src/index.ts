/** A service's one database: data source, migrations, transactions and row-level scope. */
export {
  acrossSchools,
  allSchools,
  estimateScopes,
  readByRegion,
  rowLevelSecurity,
  type Scope,
  writtenByAuthority,
} from './scope.js';
export { appendOnly } from './runtime-rights.js';
export { fourEyes } from './four-eyes.js';
export { Transactions, type Transaction } from './transactions.js';
export { DATABASE_URL, DatabaseModule } from './database.module.js';
export { describeError } from './describe-error.js';
export { buildIndex } from './build-index.js';
export { createDataSource, runMigrations } from './data-source.js';
export { innerError, isOutOfTime, isPassing } from './passing-failures.js';
export { DatabaseNotReady, untilMigrated } from './until-migrated.js';
