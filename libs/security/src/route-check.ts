import { Injectable, type OnModuleInit, type Type } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { routesOf } from './routes.js';

/** A route that does not say who may use it stops the start: forgetting must not open, nor silently close. */
@Injectable()
export class RouteCheck implements OnModuleInit {
  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    const undeclared = this.discovery
      .getControllers()
      .flatMap(({ metatype }) => (metatype ? routesOf(metatype as Type) : []))
      .filter(({ access }) => access === undefined)
      .map(({ handler }) => handler);
    if (undeclared.length > 0) throw new Error(`Routes without @Public or @Roles: ${undeclared.join(', ')}`);
  }
}
