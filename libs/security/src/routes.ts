import {
  type DynamicModule,
  type ForwardReference,
  Injectable,
  type OnModuleInit,
  RequestMethod,
  type Type,
} from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { accessOf } from './access-guard.js';
import type { Role } from './actor.js';

/** A route as its controller declares it. */
export interface Route {
  readonly method: string;
  /** pattern, from the root of the service: `/schools/:schoolCode` */
  readonly path: string;
  /** `SchoolsController.one`, for messages */
  readonly handler: string;
  /** undefined when neither the route nor its controller says who may use it: such a service does not start */
  readonly access: 'public' | readonly Role[] | undefined;
}

type Handler = () => unknown;
/** What can stand under `imports` of a module. */
type Imported = Type | DynamicModule | ForwardReference | Promise<DynamicModule>;

const reflector = new Reflector();
const scanner = new MetadataScanner();

/** The HTTP routes of a controller, read from its decorators: nothing is started. Reactions are no routes. */
export function routesOf(controller: Type): Route[] {
  const prototype = controller.prototype as Record<string, Handler>;
  return scanner.getAllMethodNames(prototype).flatMap((name) => {
    const handler = prototype[name]!;
    // Nest's keys; every HTTP handler carries them, and a reaction does not.
    const path = Reflect.getMetadata('path', handler) as string | undefined;
    if (path === undefined) return [];
    return {
      method: RequestMethod[Reflect.getMetadata('method', handler) as RequestMethod],
      path: joined(Reflect.getMetadata('path', controller) as string, path),
      handler: `${controller.name}.${name}`,
      access: accessOf(reflector, handler, controller),
    };
  });
}

function joined(...parts: string[]): string {
  return `/${parts.flatMap((part) => part.split('/').filter(Boolean)).join('/')}`;
}

/** The controllers of a module and of all that it imports, each once. */
export function controllersOf(root: Imported): Type[] {
  const seen = new Set<unknown>();
  const found = new Set<Type>();
  const visit = (imported: Imported): void => {
    if (seen.has(imported)) return;
    seen.add(imported);
    const dynamic = 'module' in imported ? imported : undefined;
    const module = dynamic?.module ?? (imported as Type);
    const listed = <T>(key: 'imports' | 'controllers'): T[] => [
      ...((Reflect.getMetadata(key, module) as T[] | undefined) ?? []),
      ...((dynamic?.[key] as T[] | undefined) ?? []),
    ];
    for (const controller of listed<Type>('controllers')) found.add(controller);
    listed<Imported>('imports').forEach(visit);
  };
  visit(root);
  return [...found];
}

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
