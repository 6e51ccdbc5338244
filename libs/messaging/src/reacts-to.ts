import { type ArgumentsHost, Catch, Controller, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { type Observable, throwError } from 'rxjs';
import type { EventDefinition } from '#contracts';
import type { Transaction } from '#database';
import type { Received } from './event.js';

/** What a class with {@link ReactsTo} has to be. */
export interface Reaction<Definition extends EventDefinition = EventDefinition> {
  /**
   * Handles events of one type, in their order, in the transaction in which they are marked as handled. It sees
   * each event once. It costs a bounded number of statements, however many events. Throwing undoes all of it.
   */
  handle(events: Received<Definition>[], tx: Transaction): Promise<void>;
}

/** Nest would turn an unknown error into "Internal server error"; the transport needs the error itself. */
@Catch()
class PassErrorsOn implements RpcExceptionFilter {
  catch(error: unknown, _host: ArgumentsHost): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * Makes a class a reaction to one event type, or to several that have one form. It is a Nest message handler: list it
 * among the `controllers` of a module, and inject what it needs.
 */
export function ReactsTo<Definitions extends readonly EventDefinition[]>(...definitions: Definitions) {
  return <Class extends new (...args: never[]) => Reaction<Definitions[number]>>(reaction: Class): void => {
    const { prototype } = reaction as { prototype: Reaction };
    // Nest keeps what it is for with the function, so that one which is inherited becomes one of its own.
    if (!Object.hasOwn(prototype, 'handle')) prototype.handle = asIn(Object.getPrototypeOf(prototype));
    const handle = Object.getOwnPropertyDescriptor(prototype, 'handle')!;
    const byPattern = Object.fromEntries(
      definitions.map((definition) => [`${definition.type} → ${reaction.name}`, definition]),
    );
    EventPattern(Object.keys(byPattern), byPattern)(prototype, 'handle', handle);
    // Nest passes on only the first argument, unless the parameters say what they want.
    Payload()(prototype, 'handle', 0);
    Ctx()(prototype, 'handle', 1);
    UseFilters(PassErrorsOn)(reaction);
    Controller()(reaction);
  };
}

const asIn = (parent: Reaction): Reaction['handle'] =>
  function (this: Reaction, ...given) {
    return parent.handle.apply(this, given);
  };
