import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { accessOf } from './access-guard.js';

/** Nest's key for the path of a route; every HTTP handler carries it. */
const ROUTE_PATH = 'path';

/** A route that does not say who may use it stops the start: forgetting must not open, nor silently close. */
@Injectable()
export class RouteCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const undeclared = this.discovery
      .getControllers()
      .flatMap(({ metatype }) => this.undeclaredRoutes(metatype));
    if (undeclared.length > 0) throw new Error(`Routes without @Public or @Roles: ${undeclared.join(', ')}`);
  }

  private undeclaredRoutes(controller: unknown): string[] {
    if (typeof controller !== 'function') return [];
    const prototype = controller.prototype as Record<string, () => unknown>;
    return this.scanner
      .getAllMethodNames(prototype)
      .filter((name) => {
        const handler = prototype[name];
        if (!handler || !Reflect.hasMetadata(ROUTE_PATH, handler)) return false;
        return accessOf(this.reflector, handler, controller as () => unknown) === undefined;
      })
      .map((name) => `${controller.name}.${name}`);
  }
}
