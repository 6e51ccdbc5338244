/** Who may do what, and what is kept from whom: tokens, roles, scope, sealing. */
export {
  accountableReason,
  clearText,
  holdsLongNumber,
  createRevealsTable,
  ErasureOrder,
  noteReveal,
  RevealRequest,
} from './accountability.js';
export { accessPage } from './access-page.js';
export {
  type Actor,
  CurrentActor,
  type Reach,
  reachOf,
  type RequestWithActor,
  type Role,
  ROLES,
  scopeOf,
  STAFF_ROLES,
} from './actor.js';
export { expectOwnSchool, scopeProblems } from './refusals.js';
export { Roles } from './access-guard.js';
export { controllersOf, type Route, routesOf } from './routes.js';
export { DataKey } from './data-key.js';
export {
  createDataKeysTable,
  destroyDataKeys,
  type Destruction,
  insertDataKeys,
  sealedKeyOf,
} from './data-keys.js';
export { SealBroken } from './gcm.js';
export { DESTROYED, type NewDataKey, Sealer } from './sealer.js';
export { rotateKeys } from './rotate-keys.js';
export { type SealedColumn } from './sealed-columns.js';
export { SealingModule } from './sealing.module.js';
export { SecurityModule } from './security.module.js';
export { TopicSealer } from './topic-sealer.js';
export { readDocument, typed, typedIdentity } from './typed-identity.js';
export { Public } from '#runtime';
