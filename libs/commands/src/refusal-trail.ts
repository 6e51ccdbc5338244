import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { allSchools, isPassing, Transactions } from '#database';
import { requestContext } from '#runtime';
import type { Actor, RequestWithActor } from '#security';
import { looksOnly } from './command-interceptor.js';
import { AuditLog, entryOf, type NewEntry, ofNoRecord } from './audit-log.js';

/**
 * Writes down what somebody was refused: every command, and each look at what is not theirs. Before the answer goes
 * out; where the database does not answer, it goes out all the same.
 */
@Injectable()
export class RefusalTrail implements OnModuleInit {
  private readonly logger = new Logger(RefusalTrail.name);
  private readonly queues = new Map<string, Queue>();

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

  /** Those of a chain that come while others are being written go together, in one transaction. */
  private async write(entry: NewEntry): Promise<void> {
    const { chain } = entry;
    const queue = this.queues.get(chain) ?? { waiting: [], current: Promise.resolve() };
    this.queues.set(chain, queue);
    queue.waiting.push(entry);
    queue.next ??= queue.current.then(() => this.writeWaiting(queue));
    await queue.next;
    if (queue.waiting.length === 0 && queue.next === undefined) this.queues.delete(chain);
  }

  private writeWaiting(queue: Queue): Promise<void> {
    const entries = queue.waiting;
    queue.waiting = [];
    queue.next = undefined;
    queue.current = this.append(entries).catch((error: unknown) =>
      this.logger.warn(`${entries.length} refusals were not written down: ${(error as Error).name}`),
    );
    return queue.current;
  }

  private async append(entries: readonly NewEntry[], tries = MAX_TRIES): Promise<void> {
    try {
      await this.transactions.run(allSchools, (tx) => this.audit.append(tx, entries));
    } catch (error) {
      if (tries <= 1 || !isPassing(error)) throw error;
      await this.append(entries, tries - 1);
    }
  }
}

/** What is to be written into a chain: `next` ends when what waits now is written, `current` what is in hand. */
interface Queue {
  waiting: NewEntry[];
  current: Promise<void>;
  next?: Promise<void>;
}

const MAX_TRIES = 3;

function refusalOf(actor: Actor, { method, routeOptions }: FastifyRequest): NewEntry {
  const outcome = requestContext()?.refusedAs ?? 'refused';
  return { ...entryOf(actor, `${method} ${routeOptions.url}`, outcome), ...ofNoRecord(actor) };
}

const OF_A_LOOK: readonly number[] = [403, 404];
const OF_A_COMMAND: readonly number[] = [403, 404, 409, 412, 422];

const isRefusal = ({ method }: FastifyRequest, { statusCode }: FastifyReply) =>
  (looksOnly(method) ? OF_A_LOOK : OF_A_COMMAND).includes(statusCode);
