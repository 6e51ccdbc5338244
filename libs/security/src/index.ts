/** Who may do what, and what is kept from whom: tokens, roles, scope, sealing. */
export { accessPage } from './access-page.js';
export { type Actor, CurrentActor, type RequestWithActor, type Role, scopeOf } from './actor.js';
export { otherSchool, scopeProblems } from './refusals.js';
export { Roles } from './roles.js';
export { controllersOf, type Route, routesOf } from './routes.js';
export { SealBroken, Sealer } from './sealer.js';
export { SecurityModule } from './security.module.js';
export { TopicSealer } from './topic-sealer.js';
export { Public } from '#runtime';
