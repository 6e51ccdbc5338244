/** Who may do what, and what is kept from whom: tokens, roles, scope, sealing. */
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
} from './actor.js';
export { expectOwnSchool, scopeProblems } from './refusals.js';
export { Roles } from './roles.js';
export { controllersOf, type Route, routesOf } from './routes.js';
export { SealBroken, Sealer } from './sealer.js';
export { SecurityModule } from './security.module.js';
export { TopicSealer } from './topic-sealer.js';
export { Public } from '#runtime';
