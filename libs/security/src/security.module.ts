import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AccessGuard } from './access-guard.js';
import { RouteCheck } from './routes.js';
import { Sealer } from './sealer.js';
import { TokenVerifier } from './token-verifier.js';
import { TopicSealer } from './topic-sealer.js';

/** Guards every route of the service and provides the sealers everywhere. */
@Module({})
export class SecurityModule {
  static forRoot(): DynamicModule {
    return {
      module: SecurityModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        TokenVerifier,
        RouteCheck,
        Sealer,
        TopicSealer,
        { provide: APP_GUARD, useClass: AccessGuard },
      ],
      exports: [Sealer, TopicSealer],
    };
  }
}
