import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { allSchools, Transactions } from '#database';
import { requestContext } from '#runtime';
import type { Actor, RequestWithActor } from '#security';
import { AuditLog, entryOf, type NewEntry, ofNoRecord } from './audit-log.js';

/**
 * Writes down what somebody was refused: every command, and each look at what is not theirs. Before the answer goes
 * out; where the database does not answer, it goes out all the same.
 */
@Injectable()
export class RefusalTrail implements OnModuleInit {
  private readonly logger = new Logger(RefusalTrail.name);
  private waiting: NewEntry[] = [];
  private current: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
  ) {}

  onModuleInit(): void {
    const server = this.adapters.httpAdapter.getInstance<FastifyInstance>();
    server.addHook('onSend', async (request, reply, payload) => {
      const { actor } = request as FastifyRequest & RequestWithActor;
      if (actor && isRefusal(request, reply)) await this.write(refusalOf(actor, request));
      return payload;
    });
  }

  /** Those that come while others are being written go together, in one transaction. */
  private write(entry: NewEntry): Promise<void> {
    this.waiting.push(entry);
    this.next ??= this.current.then(() => this.writeWaiting());
    return this.next;
  }

  private writeWaiting(): Promise<void> {
    const entries = this.waiting;
    this.waiting = [];
    this.next = undefined;
    this.current = this.transactions
      .run(allSchools, (tx) => this.audit.append(tx, entries))
      .catch((error: unknown) =>
        this.logger.warn(`${entries.length} refusals were not written down: ${(error as Error).name}`),
      );
    return this.current;
  }
}

function refusalOf(actor: Actor, { method, routeOptions }: FastifyRequest): NewEntry {
  const outcome = requestContext()?.refusedAs ?? 'refused';
  return { ...entryOf(actor, `${method} ${routeOptions.url}`, outcome), ...ofNoRecord(actor) };
}

const OF_A_LOOK: readonly number[] = [403, 404];
const OF_A_COMMAND: readonly number[] = [403, 404, 409, 412, 422];

const isRefusal = ({ method }: FastifyRequest, { statusCode }: FastifyReply) =>
  (method === 'GET' ? OF_A_LOOK : OF_A_COMMAND).includes(statusCode);
